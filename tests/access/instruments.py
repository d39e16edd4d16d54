"""Instruments and their papers."""

from tests.access.roles import BUILDERS, VISITED

TABLE = {
    "supervision:instrument_list": ((), VISITED),
    "supervision:instrument_detail": (("INSTRUMENT",), VISITED),
    "supervision:instrument_preview": (("INSTRUMENT",), VISITED),
    "supervision:instrument_xlsx": (("INSTRUMENT",), VISITED),
    "supervision:instrument_pdf": (("INSTRUMENT",), VISITED),
    "supervision:instrument_docx": (("INSTRUMENT",), VISITED),
    "supervision:instrument_add": ((), BUILDERS),
    "supervision:instrument_upload": ((), BUILDERS),
    "supervision:instrument_import": (("INSTRUMENT_SHEET",), {"group_head"}),
    "supervision:instrument_edit": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_copy": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_delete": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_scale": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_section_add": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_section": (("INSTRUMENT", "SECTION"), BUILDERS),
    "supervision:instrument_item_add": (("INSTRUMENT", "SECTION"), BUILDERS),
    "supervision:instrument_item": (("INSTRUMENT", "INSTRUMENT_ITEM"), BUILDERS),
    "supervision:instrument_move": (("INSTRUMENT", "item", "INSTRUMENT_ITEM", "double"), BUILDERS),
    "supervision:instrument_transition": (("INSTRUMENT", "publish"), BUILDERS),
    "supervision:visit_form_pdf": (("VISIT",), VISITED),
    "supervision:visit_form_docx": (("VISIT",), VISITED),
}

BY_POST = {
    "supervision:instrument_move",
}
