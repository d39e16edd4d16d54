"""The year's plan and its calendar."""

from tests.access.roles import ALL, READERS, TEAM

TABLE = {
    "supervision:band_list": ((), {"group_head"}),
    "supervision:band_add": ((), {"group_head"}),
    "supervision:band_edit": (("BAND",), {"group_head"}),
    "supervision:calendar_month": ((), READERS),
    "supervision:calendar_address": ((), READERS),
    "supervision:calendar_feed": (("FEED",), ALL),
    "supervision:plan_list": ((), READERS),
    "supervision:plan_create": ((), {"group_head"}),
    "supervision:plan_detail": (("PLAN",), READERS),
    "supervision:plan_edit": (("PLAN",), {"group_head"}),
    "supervision:plan_copy": (("PLAN",), {"group_head"}),
    "supervision:plan_acknowledge": (("PLAN",), {"group_head"}),
    "supervision:plan_pdf": (("PLAN",), READERS),
    "supervision:plan_docx": (("PLAN",), READERS),
    "supervision:plan_xlsx": (("PLAN",), READERS),
    "supervision:plan_coverage": (("PLAN",), READERS),
    "supervision:plan_workload": (("PLAN",), READERS),
    "supervision:plan_item_add": (("PLAN",), {"group_head"}),
    "supervision:plan_item_detail": (("PLAN", "PLAN_ITEM"), READERS),
    "supervision:plan_item_edit": (("PLAN", "PLAN_ITEM"), {"group_head"}),
    "supervision:plan_item_remove": (("PLAN", "PLAN_ITEM"), {"group_head"}),
    "supervision:plan_event_add": (("PLAN", "PLAN_ITEM"), TEAM),
    "supervision:plan_event_edit": (("PLAN", "PLAN_ITEM", "PLAN_EVENT"), TEAM),
    "supervision:plan_item_up": (("PLAN", "PLAN_ITEM"), {"group_head"}),
    "supervision:plan_item_down": (("PLAN", "PLAN_ITEM"), {"group_head"}),
    "supervision:plan_event_move": (("PLAN", "PLAN_ITEM", "PLAN_EVENT"), TEAM),
    "supervision:plan_calendar": (("PLAN",), {"group_head"}),
    "supervision:plan_calendar_confirm": (("PLAN",), {"group_head"}),
    "supervision:plan_calendar_take_back": (("PLAN", "PLAN_PROPOSAL"), {"group_head"}),
    "supervision:plan_calendar_pdf": (("PLAN",), READERS),
    "supervision:plan_calendar_docx": (("PLAN",), READERS),
    "supervision:semester_list": ((), {"group_head"}),
    "supervision:semester_add": ((), {"group_head"}),
    "supervision:semester_edit": (("SEMESTERS",), {"group_head"}),
    "supervision:plan_transition": (("PLAN", "propose"), {"group_head"}),
}

BY_POST = {
    "supervision:plan_item_up",
    "supervision:plan_item_down",
    "supervision:plan_calendar_confirm",
    "supervision:plan_calendar_pdf",
    "supervision:plan_calendar_docx",
}
