"""Tokens of the API and webhooks, and the API itself, into which no session gets."""

from tests.access.roles import ALL

KEEPERS = {"district_admin", "director"}
LISTS = (
    "districts", "schools", "sars", "sar_levels", "sar_item_levels", "projects", "project_money", "activities",
    "project_results", "indicators", "visits", "findings", "actions", "external_assessments", "external_results",
)  # fmt: skip

TABLE = {
    "core:api_docs": ((), ALL),
    "core:token_list": ((), KEEPERS),
    "core:token_add": ((), KEEPERS),
    "core:token_detail": (("API_TOKEN",), KEEPERS),
    "core:token_revoke": (("API_TOKEN",), KEEPERS),
    "core:webhook_list": ((), KEEPERS),
    "core:webhook_add": ((), KEEPERS),
    "core:webhook_detail": (("WEBHOOK",), KEEPERS),
    "core:webhook_edit": (("WEBHOOK",), KEEPERS),
    "core:webhook_switch": (("WEBHOOK",), KEEPERS),
    "core:webhook_test": (("WEBHOOK",), KEEPERS),
    "core:webhook_secret": (("WEBHOOK",), KEEPERS),
    "core:delivery_replay": (("DELIVERY",), KEEPERS),
    "public:open_data": ((), ALL),
    "public:open_data_file": (("levels", "csv"), ALL),
    "api:openapi-json": ((), ALL),
    "api:api-root": ((), set()),
    "api_not_found": (("v1/nothing",), set()),
    **{f"api:{name}_list": ((), set()) for name in LISTS},
    **{f"api:{name}_one": ((1,), set()) for name in LISTS},
}

BY_POST = {"core:webhook_switch", "core:webhook_test", "core:webhook_secret", "core:delivery_replay"}
