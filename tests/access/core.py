"""What belongs to no app: the search, colleagues, notices, jobs, saved views, uploads."""

from tests.access.roles import ALL, READERS

TABLE = {
    "core:home": ((), ALL),
    "core:search": ((), ALL),
    "core:person_detail": (("COLLEAGUE",), READERS),
    "core:notice_list": ((), ALL),
    "core:notices_read": ((), ALL),
    "core:notice_open": (("NOTICE",), {"director"}),
    "core:job_list": ((), ALL),
    "core:saved_view_list": ((), ALL),
    "core:saved_view_add": ((), ALL),
    "core:saved_view_edit": (("SAVED_VIEW",), {"director"}),
    "core:saved_view_delete": (("SAVED_VIEW",), {"director"}),
    "core:job_detail": (("JOB",), {"director"}),
    "core:job_file": (("JOB",), {"director"}),
    "core:job_again": (("JOB",), {"director"}),
    "core:job_stop": (("JOB",), {"director"}),
    "core:choose_language": ((), ALL),
    "core:unsaved_keep": ((), ALL),
    "core:unsaved_forget": ((), ALL),
    "core:upload_list": ((), ALL),
    "core:upload_detail": (("UPLOAD",), {"director"}),
    "core:upload_finish": (("UPLOAD",), {"director"}),
    "core:healthz": ((), ALL),
    "core:readyz": ((), ALL),
    "core:metrics": ((), set()),
    "core:signed_in_list": ((), ALL),
    "core:signed_in_end": (("SIGNED_IN",), {"director"}),
    "core:signed_in_end_others": ((), ALL),
    "core:operation": ((), set()),  # a superuser's (tests/core/test_observe.py)
    "core:task_again": (("FAILED_TASK",), set()),
}

BY_POST = {
    "core:choose_language",
    "core:notices_read",
    "core:job_again",
    "core:job_stop",
    "core:task_again",
    "core:signed_in_end",
    "core:signed_in_end_others",
    "core:upload_finish",
    "core:unsaved_keep",
    "core:unsaved_forget",
}
