"""The manual and the document library."""

from tests.access.roles import ALL, OFFICE, PLANNERS, READERS

KEEPERS = PLANNERS | {"district_admin"}
LETTER_WRITERS = KEEPERS | {"finance_staff"}

TABLE = {
    "office:guide_list": ((), ALL),
    "office:guide": (("supervisor",), ALL),
    "office:guide_picture": (("supervisor_desk",), ALL),
    "office:library_list": ((), ALL),
    "office:library_add": ((), KEEPERS),
    "office:library_detail": (("DOCUMENT",), ALL),
    "office:library_edit": (("DOCUMENT",), KEEPERS),
    "office:library_file": (("DOCUMENT",), ALL),
    "public:library": (("CODE",), ALL),
    "public:library_file": (("CODE", "PUBLIC_DOCUMENT"), ALL),
    "office:checklist_list": ((), READERS),
    "office:checklist_make": ((), KEEPERS),
    "office:checklist_item": (("CHECK_ITEM",), KEEPERS),
    "office:checklist_rules": ((), READERS),
    "office:checklist_rule_add": ((), KEEPERS),
    "office:checklist_rule_edit": (("CHECK_RULE",), KEEPERS),
    "office:process_list": ((), READERS),
    "office:process_detail": (("PROCESS",), READERS),
    "office:process_begin": (("PROCESS",), KEEPERS),
    "office:process_edit": (("PROCESS",), KEEPERS),
    "office:process_row_add": (("PROCESS", "steps"), KEEPERS),
    "office:process_row_edit": (("steps", "PROCESS_STEP"), KEEPERS),
    "office:process_row_remove": (("steps", "PROCESS_STEP"), KEEPERS),
    "office:process_transition": (("PROCESS", "issue"), {"director", "deputy"}),
    "office:process_pdf": (("PROCESS",), READERS),
    "office:process_docx": (("PROCESS",), READERS),
    "office:process_xlsx": (("PROCESS",), READERS),
    "office:letter_list": ((), READERS),
    "office:letter_add": (("memo",), LETTER_WRITERS),
    "office:letter_detail": (("LETTER",), READERS),
    "office:letter_edit": (("DRAFT_LETTER",), LETTER_WRITERS),
    "office:letter_copy": (("LETTER",), LETTER_WRITERS),
    "office:letter_file": (("LETTER",), READERS),
    "office:letter_transition": (("DRAFT_LETTER", "issue"), LETTER_WRITERS),
    "office:letter_pdf": (("LETTER",), READERS),
    "office:letter_docx": (("LETTER",), READERS),
    "office:letterhead": ((), {"district_admin"}),
    "office:letterhead_picture": ((), {"district_admin"}),
    "office:signatory_add": ((), {"district_admin"}),
    "office:signatory_edit": (("SIGNATORY",), {"district_admin"}),
    "office:manual_pdf": ((), OFFICE),
    "office:manual_docx": ((), OFFICE),
    "office:manual_xlsx": ((), OFFICE),
}
BY_POST = {"office:process_begin", "office:process_row_remove"}
