"""How notices reach a person. What concerns LINE is not there while the settings name no LINE account; the link of a
mail opens with its signed key alone (tests/core/test_notices.py), a wording with
the key of a sentence (tests/core/test_notices_wording.py)."""

from tests.access.roles import ALL

TABLE = {
    "core:notice_settings": ((), ALL),
    "core:notice_stop": (("x",), set()),
    "core:wording_list": ((), {"district_admin"}),
    "core:wording_edit": (("x",), set()),
    "core:wording_reset": (("x",), set()),
    "core:line_code": ((), set()),
    "core:line_unlink": ((), set()),
    "core:line_webhook": ((), set()),
}

BY_POST = {"core:wording_reset", "core:line_code", "core:line_unlink", "core:line_webhook"}
