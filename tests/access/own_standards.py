"""The office's own standards and the report on them."""

from tests.access.roles import BUILDERS, PLANNERS, READERS

ITEM = ("OWN_REPORT", "OWN_ANSWER")
STANDARDS_KEEPERS = BUILDERS

TABLE = {
    "office:own_list": ((), READERS),
    "office:own_begin": ((), PLANNERS),
    "office:own_detail": (("OWN_REPORT",), READERS),
    "office:own_level": (("OWN_REPORT", "OWN_LEVEL"), PLANNERS),
    "office:own_item": (ITEM, PLANNERS),
    "office:own_trace": ((*ITEM, "spending"), READERS),
    "office:own_evidence": (ITEM, PLANNERS),
    "office:own_evidence_add": (ITEM, PLANNERS),
    "office:own_use_remove": (("OWN_USE",), PLANNERS),
    "office:own_evidence_file": (("OWN_PAPER",), READERS),
    "office:own_pdf": (("OWN_REPORT",), READERS),
    "office:own_docx": (("OWN_REPORT",), READERS),
    "office:own_xlsx": (("OWN_REPORT",), READERS),
    "office:own_edition_pdf": (("OWN_EDITION",), READERS),
    "office:own_edition_docx": (("OWN_EDITION",), READERS),
    "office:own_edition_xlsx": (("OWN_EDITION",), READERS),
    "office:own_framework": (("OWN_FRAMEWORK",), READERS),
    "office:own_item_add": (("OWN_INDICATOR",), STANDARDS_KEEPERS),
    "office:own_words": (("OWN_INDICATOR",), STANDARDS_KEEPERS),
    "office:own_item_edit": (("OWN_ITEM",), STANDARDS_KEEPERS),
    "office:own_item_remove": (("OWN_ITEM",), STANDARDS_KEEPERS),
    "office:own_transition": (("OWN_REPORT", "propose"), PLANNERS),
}
BY_POST = {"office:own_use_remove", "office:own_item_remove"}
