"""Forms that the office asks for, and the sheets on which they are filled in."""

from tests.access.roles import KEEPERS, OFFICE, READERS, VISITED, WRITERS

SENDERS = {"school_head"} | (OFFICE - {"committee_member"})  # the office its own; a school's is refused by a sentence

TABLE = {
    "supervision:collection_list": ((), READERS),
    "supervision:collection_choose": ((), KEEPERS),
    "supervision:collection_add": (("COLLECTED_FORM",), KEEPERS),
    "supervision:collection_detail": (("COLLECTION",), READERS),
    "supervision:collection_edit": (("COLLECTION",), KEEPERS),
    "supervision:collection_remind": (("COLLECTION",), KEEPERS),
    "supervision:collection_answers": (("COLLECTION",), READERS),
    "supervision:collection_summary": (("COLLECTION",), READERS),
    "supervision:collection_xlsx": (("COLLECTION",), READERS),
    "supervision:collection_transition": (("COLLECTION", "close"), KEEPERS),
    "supervision:sheet_list": ((), VISITED),
    "supervision:sheet_bulk": ((), VISITED),
    "supervision:sheet_return_many": ((), KEEPERS),
    "supervision:sheet_detail": (("SHEET",), VISITED),
    "supervision:sheet_extend": (("SHEET",), KEEPERS),
    "supervision:sheet_section": (("SHEET", 1), WRITERS),
    "supervision:sheet_files": (("SHEET",), WRITERS),
    "supervision:sheet_file": (("SHEET", "SHEET_FILE"), WRITERS),
    "supervision:sheet_file_remove": (("SHEET", "SHEET_FILE"), WRITERS),
    "supervision:sheet_pdf": (("SENT_SHEET",), VISITED),
    "supervision:sheet_docx": (("SENT_SHEET",), VISITED),
    "supervision:sheet_transition": (("SHEET", "send"), SENDERS),
}

BY_POST = {"supervision:sheet_return_many"}
