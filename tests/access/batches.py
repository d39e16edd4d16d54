"""The batch for the assessors' agency."""

from tests.access.roles import KEEPERS, READERS

TABLE = {
    "supervision:issue_list": ((), READERS),
    "supervision:issue_bulk": ((), READERS),
    "supervision:issue_pdf": ((), READERS),
    "supervision:issue_create": ((), KEEPERS),
    "supervision:issue_findings": ((), KEEPERS),
    "supervision:issue_findings_bulk": ((), KEEPERS),
    "supervision:issue_differences": ((), KEEPERS),
    "supervision:issue_detail": (("ISSUE",), READERS),
    "supervision:issue_edit": (("ISSUE",), KEEPERS),
    "supervision:issue_drop": (("ISSUE",), KEEPERS),
    "supervision:issue_restore": (("ISSUE",), KEEPERS),
    "supervision:batch_list": ((), READERS),
    "supervision:batch_create": ((), KEEPERS),
    "supervision:batch_detail": (("BATCH",), READERS),
    "supervision:batch_places": (("BATCH",), KEEPERS),
    "supervision:batch_archive": (("SENT_BATCH",), READERS),
    "supervision:batch_archive_make": (("BATCH",), KEEPERS),
    "supervision:batch_file": (("SENT_BATCH", "BATCH_PLACE"), READERS),
    "supervision:batch_letter": (("BATCH",), KEEPERS),
    "supervision:batch_letter_pdf": (("BATCH",), READERS),
    "supervision:batch_letter_docx": (("BATCH",), READERS),
    "supervision:batch_transition": (("BATCH", "send"), KEEPERS),
}

BY_POST = {
    "supervision:issue_drop",
    "supervision:issue_restore",
    "supervision:batch_places",
    "supervision:batch_archive_make",
}
