"""How notices reach a person. What concerns LINE is not there while the settings name no LINE account; the link of a
mail opens with its signed key alone (tests/core/test_notices.py)."""

from tests.access.roles import ALL

TABLE = {
    "core:notice_settings": ((), ALL),
    "core:notice_stop": (("x",), set()),
    "core:line_code": ((), set()),
    "core:line_unlink": ((), set()),
    "core:line_webhook": ((), set()),
}

BY_POST = {"core:line_code", "core:line_unlink", "core:line_webhook"}
