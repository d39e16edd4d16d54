"""Every address × every role → in, or not. An address that is missing from the table fails the test.

For each address: the roles that get in for a row of their own office (or school). All others get 403 or 404. The same
roles get 404 for the same kind of row of another office, and school roles for a row of a neighbour school."""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from qa_portal.core.roles import ROLES
from tests.access_world import World

pytestmark = pytest.mark.django_db

OFFICE = {
    "district_admin",
    "director",
    "deputy",
    "group_head",
    "supervisor",
    "plan_staff",
    "finance_staff",
    "committee_member",
}
NATION = {"national_viewer"}
SCHOOL = {"school_head", "school_teacher", "school_board"}
WRITERS = {"school_head", "school_teacher"}
READERS = OFFICE | NATION
ALL = READERS | SCHOOL
REGISTRARS = {"district_admin", "group_head", "plan_staff"}
ASSIGNERS = {"district_admin", "director", "deputy", "group_head"}
CYCLE_MANAGERS = {"district_admin", "group_head"}
REVIEWERS = {"director", "deputy", "group_head", "supervisor"}
PLANNERS = {"group_head", "plan_staff", "supervisor"}
PLAN_MANAGERS = {"group_head", "plan_staff"}
SPENDERS = {"finance_staff", "plan_staff", "group_head"}
VISITED = READERS | WRITERS
TEAM = {"group_head", "supervisor"}
ANSWERERS = WRITERS | REVIEWERS | {"plan_staff", "finance_staff"}
EXPORTERS = OFFICE - {"committee_member"}
PRACTICE_KEEPERS = {"district_admin", "group_head", "supervisor"}
JUDGES = {"director", "deputy", "group_head", "supervisor", "committee_member"}
DESKS = OFFICE - {"district_admin"}
KEEPERS = {"district_admin", "group_head", "supervisor"}  # of external assessments
BUILDERS = {"district_admin", "group_head"}  # of instruments

# address → (arguments, roles that get in). An argument in capitals names a row of tests/access_world.py.
TABLE = {
    "core:home": ((), ALL),
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
    "core:choose_language": ((), ALL),
    "core:unsaved_keep": ((), ALL),
    "core:unsaved_forget": ((), ALL),
    "core:upload_list": ((), ALL),
    "core:upload_detail": (("UPLOAD",), {"director"}),
    "core:upload_finish": (("UPLOAD",), {"director"}),
    "core:health": ((), ALL),
    # schools: the registry
    "schools:school_list": ((), ALL),
    "schools:school_desk": ((), ALL),
    "schools:school_detail": (("SCHOOL",), ALL),
    "schools:school_create": ((), REGISTRARS),
    "schools:school_edit": (("SCHOOL",), REGISTRARS),
    "schools:school_rename": (("SCHOOL",), REGISTRARS),
    "schools:school_merge": (("SCHOOL",), REGISTRARS),
    "schools:school_close": (("SCHOOL",), REGISTRARS),
    "schools:school_contacts": (("SCHOOL",), REGISTRARS | WRITERS),
    "schools:school_figures": (("SCHOOL", 2568), REGISTRARS | WRITERS),
    "schools:network_list": ((), ALL),
    "schools:network_create": ((), REGISTRARS),
    "schools:network_edit": (("NETWORK",), REGISTRARS),
    "schools:supervisor_list": ((), ASSIGNERS),
    "schools:supervisor_assign": ((), ASSIGNERS),
    "schools:assignment_end": (("ASSIGNMENT",), ASSIGNERS),
    "schools:import_upload": ((), REGISTRARS),
    "schools:import_template": ((), REGISTRARS),
    "schools:import_preview": (("IMPORT",), {"plan_staff"}),
    "schools:import_rejected": (("IMPORT",), {"plan_staff"}),
    # schools: the SAR
    "schools:cycle_list": ((), {"district_admin", "group_head"}),
    "schools:cycle_add": ((), {"district_admin", "group_head"}),
    "schools:cycle_detail": (("CYCLE",), ALL),
    "schools:cycle_edit": (("CYCLE",), {"district_admin", "group_head"}),
    "schools:cycle_refresh": (("CYCLE",), {"district_admin", "group_head"}),
    "schools:cycle_paper_add": (("CYCLE",), CYCLE_MANAGERS),
    "schools:cycle_paper": (("CYCLE", "CYCLE_PAPER"), ALL),
    "schools:cycle_paper_remove": (("CYCLE", "CYCLE_PAPER"), CYCLE_MANAGERS),
    "schools:sar_withdraw_extension": (("SAR",), CYCLE_MANAGERS),
    "schools:framework_list": ((), ALL),
    "schools:framework_add": ((), CYCLE_MANAGERS),
    "schools:framework_template": ((), ALL),
    "schools:framework_detail": (("FRAMEWORK",), ALL),
    "schools:framework_edit": (("FRAMEWORK",), CYCLE_MANAGERS),
    "schools:framework_copy": (("FRAMEWORK",), CYCLE_MANAGERS),
    "schools:framework_match": (("FRAMEWORK", "OLDER"), CYCLE_MANAGERS),
    "schools:framework_xlsx": (("FRAMEWORK",), ALL),
    "schools:framework_upload": (("FRAMEWORK",), CYCLE_MANAGERS),
    "schools:framework_preview": (("FRAMEWORK", "FRAMEWORK_SHEET"), {"group_head"}),
    "schools:framework_rejected": (("FRAMEWORK", "FRAMEWORK_SHEET"), {"group_head"}),
    "schools:target_list": ((), ALL),
    "schools:target_school": (("SCHOOL",), ALL),
    "schools:target_begin": (("SCHOOL",), WRITERS),
    "schools:target_sheet": (("TARGETS",), ALL),
    "schools:target_standard": (("TARGETS", 1), WRITERS),
    "schools:target_own_add": (("TARGETS",), WRITERS),
    "schools:target_own": (("TARGETS", "OWN_STANDARD"), WRITERS),
    "schools:target_own_remove": (("TARGETS", "OWN_STANDARD"), WRITERS),
    "schools:target_pdf": (("TARGETS",), ALL),
    "schools:target_paper": (("TARGETS",), ALL),
    "schools:target_transition": (("TARGETS", "take_back"), {"school_head"}),
    "schools:cycle_transition": (("CYCLE", "close"), {"district_admin", "group_head"}),
    "schools:sar_list": ((), ALL),
    "schools:sar_owing": ((), READERS),
    "schools:sar_remind": ((), REVIEWERS),
    "schools:sar_detail": (("SAR",), ALL),
    "schools:sar_standard": (("SAR", 1), WRITERS),
    "schools:sar_summary": (("SAR",), WRITERS),
    "schools:sar_data": (("SAR",), WRITERS),
    "schools:sar_own_standard": (("SAR", 4), WRITERS),
    "schools:sar_conclusion": (("SAR",), WRITERS),
    "schools:sar_appendix": (("SAR",), WRITERS),
    "schools:sar_docx": (("SAR",), ALL),
    "schools:sar_board_decision": (("SAR", "approve_by_board"), {"school_board"}),
    "schools:evidence_list": (("SCHOOL", 2568), ALL),
    "schools:evidence_add": (("SCHOOL", 2568), WRITERS),
    "schools:evidence_pick": (("SCHOOL", 2568), WRITERS),
    "schools:evidence_at": (("SCHOOL", 2568, "APPENDIX"), WRITERS),
    "schools:evidence_detail": (("PIECE",), ALL),
    "schools:evidence_edit": (("PIECE",), WRITERS),
    "schools:evidence_places": (("PIECE",), WRITERS),
    "schools:evidence_remove": (("PIECE",), WRITERS),
    "schools:evidence_file": (("PIECE",), ALL),
    "schools:practice_list": ((), ALL),
    "schools:practice_shared": ((), ALL),
    "schools:practice_book": ((), PRACTICE_KEEPERS),
    "schools:practice_add": (("SCHOOL",), WRITERS),
    "schools:practice_detail": (("PRACTICE",), ALL),
    "schools:practice_edit": (("WRITTEN_PRACTICE",), WRITERS),
    "schools:practice_delete": (("WRITTEN_PRACTICE",), WRITERS),
    "schools:practice_pdf": (("PRACTICE",), ALL),
    "schools:practice_file_add": (("WRITTEN_PRACTICE",), WRITERS),
    "schools:practice_file": (("PRACTICE", "PRACTICE_FILE"), ALL),
    "schools:practice_file_edit": (("WRITTEN_PRACTICE", "WRITTEN_PAPER"), WRITERS),
    "schools:practice_file_remove": (("WRITTEN_PRACTICE", "WRITTEN_PAPER"), WRITERS),
    "schools:practice_transition": (("PRACTICE", "publish"), PRACTICE_KEEPERS),
    "schools:award_list": ((), ALL),
    "schools:award_add": ((), PRACTICE_KEEPERS),
    "schools:award_detail": (("AWARD",), ALL),
    "schools:award_edit": (("DRAFT_AWARD",), PRACTICE_KEEPERS),
    "schools:award_copy": (("AWARD",), PRACTICE_KEEPERS),
    "schools:award_judges": (("OPEN_AWARD",), PRACTICE_KEEPERS),
    "schools:judge_excuse": (("OPEN_AWARD", "JUDGE"), PRACTICE_KEEPERS),
    "schools:award_result": (("AWARD",), PRACTICE_KEEPERS),
    "schools:award_paper": (("JUDGED_AWARD",), PRACTICE_KEEPERS),
    "schools:award_pdf": (("AWARD",), ALL),
    "schools:award_docx": (("AWARD",), ALL),
    "schools:award_certificates": (("AWARD",), PRACTICE_KEEPERS),
    "schools:award_transition": (("JUDGED_AWARD", "reopen"), PRACTICE_KEEPERS),
    "schools:nomination_add": (("OPEN_AWARD",), WRITERS | PRACTICE_KEEPERS),
    "schools:nomination_withdraw": (("OPEN_AWARD", "NOMINATION"), WRITERS | PRACTICE_KEEPERS),
    "schools:judging_list": ((), JUDGES),
    "schools:judging_mark": (("JUDGED_NOMINATION",), {"committee_member"}),
    "schools:honour_list": ((), ALL),
    "schools:honour_add": ((), PRACTICE_KEEPERS),
    "schools:honour_detail": (("HONOUR",), ALL),
    "schools:honour_edit": (("HONOUR",), PRACTICE_KEEPERS),
    "schools:honour_show": (("HONOUR",), PRACTICE_KEEPERS),
    "schools:honour_certificate": (("HONOUR",), ALL),
    "schools:school_steps": (("SCHOOL", 2568), ALL),
    "schools:school_step": (("SCHOOL", 2568, 1), WRITERS),
    "schools:step_list": ((), ALL),
    "schools:sar_files": (("SAR",), WRITERS),
    "schools:sar_make_pdf": (("SAR",), WRITERS),
    "schools:sar_file": (("SAR", 1), ALL),
    "schools:sar_file_picture": (("SAR", 1), ALL),
    "schools:sar_board": (("SAR",), ALL),
    "schools:sar_minutes": (("SAR", "MINUTES"), ALL),
    "schools:sar_review": (("SAR",), ALL),
    "schools:sar_reading_list": ((), REVIEWERS),
    "schools:sar_reading_bulk": ((), REVIEWERS),
    "schools:sar_bulk": ((), ALL),
    "schools:sar_reading_end": (("SAR_READING",), ASSIGNERS),
    "schools:sar_reader_plan": ((), ASSIGNERS),
    "schools:sar_readers": (("SAR",), ASSIGNERS),
    "schools:sar_turnaround": ((), READERS),
    "schools:sar_checklist": (("SAR",), REVIEWERS),
    "schools:sar_remark_add": (("SAR", "part-summary"), REVIEWERS),
    "schools:sar_remark_edit": (("SAR_REMARK",), {"supervisor"}),
    "schools:sar_remark_withdraw": (("SAR_REMARK",), {"supervisor"}),
    "schools:sar_remark_settle": (("TOLD_REMARK",), REVIEWERS),
    "schools:sar_remark_again": (("TOLD_REMARK",), REVIEWERS),
    "schools:sar_remark_reply": (("TOLD_REMARK",), WRITERS),
    "schools:sar_letters": ((), REVIEWERS),
    "schools:sar_letters_make": ((), REVIEWERS),
    "schools:sar_letter": (("SAR",), ALL),
    "schools:sar_letter_pdf": (("SAR",), ALL),
    "schools:sar_letter_docx": (("SAR",), ALL),
    "schools:conflict_list": ((), REVIEWERS),
    "schools:conflict_add": ((), REVIEWERS),
    "schools:conflict_end": (("CONFLICT",), REVIEWERS),
    "schools:sar_extend": (("SAR",), {"district_admin", "group_head"}),
    "schools:sar_pdf": (("SAR",), ALL),
    "schools:sar_transition": (("SAR", "accept"), REVIEWERS),
    # projects
    "projects:project_list": ((), READERS),
    "projects:project_add": ((), PLANNERS),
    "projects:book_list": ((), EXPORTERS),
    "projects:book_make": ((), EXPORTERS),
    "projects:row_preview": (("DRAFT",), PLANNERS),
    "projects:template_list": ((), PLANNERS),
    "projects:template_begin": (("TEMPLATE",), PLANNERS),
    "projects:template_edit": (("TEMPLATE",), PLAN_MANAGERS),
    "projects:template_add": (("PROJECT",), PLAN_MANAGERS),
    "projects:lines_xlsx": (("DRAFT",), PLANNERS),
    "projects:lines_upload": (("DRAFT",), PLANNERS),
    "projects:lines_preview": (("DRAFT", "LINE_SHEET"), {"plan_staff"}),
    "projects:lines_rejected": (("DRAFT", "LINE_SHEET"), {"plan_staff"}),
    "projects:word_begin": ((), PLANNERS),
    "projects:word_review": (("READING",), {"supervisor"}),
    "projects:word_delete": (("READING",), {"supervisor"}),
    "projects:project_bulk": ((), READERS),
    "projects:strategy_list": ((), READERS),
    "projects:strategy_add": ((), PLAN_MANAGERS),
    "projects:strategy_edit": (("ITEM",), PLAN_MANAGERS),
    "projects:strategy_delete": (("ITEM",), PLAN_MANAGERS),
    "projects:strategy_coverage": ((), READERS),
    "projects:strategy_trend": ((), READERS),
    "projects:strategy_carry": ((2571,), PLAN_MANAGERS),
    "projects:strategy_template": ((), READERS),
    "projects:strategy_xlsx": ((2570,), READERS),
    "projects:strategy_upload": ((2570,), PLAN_MANAGERS),
    "projects:strategy_preview": ((2570, "ITEM_SHEET"), {"plan_staff"}),
    "projects:strategy_rejected": ((2570, "ITEM_SHEET"), {"plan_staff"}),
    "projects:project_detail": (("PROJECT",), READERS),
    "projects:project_text": (("PROJECT",), READERS),
    "projects:project_history": (("PROJECT",), READERS),
    "projects:project_pdf": (("PROJECT",), READERS),
    "projects:project_docx": (("PROJECT",), READERS),
    "projects:budget_xlsx": (("PROJECT",), READERS),
    "projects:project_expenses": (("PROJECT",), READERS),
    "projects:expense_reverse": (("EXPENSE",), SPENDERS),
    "projects:expense_file": (("EXPENSE",), READERS),
    "projects:ledger_xlsx": (("PROJECT",), READERS),
    "projects:year_spending": ((), READERS),
    "projects:commitment_add": (("PROJECT",), SPENDERS),
    "projects:commitment_detail": (("COMMITMENT",), READERS),
    "projects:commitment_pay": (("COMMITMENT",), SPENDERS),
    "projects:commitment_release": (("COMMITMENT",), SPENDERS),
    "projects:commitment_file": (("COMMITMENT",), READERS),
    "projects:transfer_list": (("PROJECT",), READERS),
    "projects:transfer_add": (("PROJECT",), READERS),
    "projects:transfer_detail": (("TRANSFER",), READERS),
    "projects:transfer_transition": (("TRANSFER", "approve"), {"director", "deputy"}),
    "projects:project_edit": (("DRAFT", "basics"), PLANNERS),
    "projects:project_copy": (("PROJECT",), PLANNERS),
    "projects:project_delete": (("DRAFT",), PLANNERS),
    "projects:result_list": ((), READERS),
    "projects:result_detail": (("PROJECT",), READERS),
    "projects:result_begin": (("PROJECT",), PLANNERS),
    "projects:result_edit": (("PROJECT",), PLANNERS),
    "projects:result_pdf": (("PROJECT",), READERS),
    "projects:result_docx": (("PROJECT",), READERS),
    "projects:project_versions": (("PROJECT",), READERS),
    "projects:desk_list": ((), DESKS),
    "projects:desk_report": ((), DESKS),
    "projects:remark_settle": (("REMARK",), PLANNERS),
    "projects:amendment_begin": (("PROJECT",), PLANNERS),
    "projects:amendment_detail": (("AMENDMENT",), READERS),
    "projects:amendment_transition": (("AMENDMENT", "approve"), {"director", "deputy"}),
    "projects:signed_add": (("PROJECT",), PLANNERS),
    "projects:signed_copy": (("SIGNED",), READERS),
    "projects:project_transition": (("PROPOSED", "approve"), {"director", "deputy"}),
    "projects:activity_list": ((), READERS),
    "projects:activity_detail": (("ACTIVITY",), READERS),
    "projects:activity_report_add": (("ACTIVITY",), PLANNERS),
    "projects:activity_transition": (("ACTIVITY", "finish"), PLANNERS | {"director", "deputy"}),
    "projects:activity_report_detail": (("REPORT",), READERS),
    "projects:activity_report_edit": (("REPORT",), PLANNERS),
    "projects:activity_evidence": (("PAPER",), READERS),
    "projects:project_photo": (("REPORT_PHOTO",), READERS),
    "projects:photo_edit": (("REPORT_PHOTO",), PLANNERS),
    "projects:project_photos": (("PROJECT",), READERS),
    "projects:project_indicators": (("PROJECT",), READERS),
    "projects:measure_rows": (("PROJECT", "people"), READERS),
    "projects:indicator_actual": (("INDICATOR",), PLANNERS),
    "projects:indicator_evidence": (("INDICATOR",), READERS),
    # supervision
    "supervision:visit_list": ((), VISITED),
    "supervision:coverage_list": ((), VISITED),
    "supervision:visit_create": ((), TEAM),
    "supervision:visit_unplanned": ((), TEAM),
    "supervision:visit_detail": (("VISIT",), VISITED),
    "supervision:visit_pdf": (("VISIT",), VISITED),
    "supervision:visit_docx": (("VISIT",), VISITED),
    "supervision:visit_photo": (("VISIT", "PHOTO"), VISITED),
    "supervision:visit_plan_edit": (("PLANNED",), TEAM),
    "supervision:visit_parts": (("WRITTEN",), TEAM),
    "supervision:field_conflict": (("WRITTEN", "TWO"), TEAM),
    "field:shell": ((), ALL),
    "field:worker": ((), ALL),
    "field:token": ((), TEAM),
    "field:pack_list": ((), TEAM),
    "field:pack": (("VISIT_UID",), {"supervisor"}),
    "field:record": (("FIELD",), TEAM),
    "field:file": (("FIELD", "FIELD_FILE"), TEAM),
    "field:receipt": (("RECEIPT",), TEAM),
    "supervision:link_list": (("VISIT",), TEAM),
    "supervision:link_detail": (("VISIT", "LINK"), TEAM),
    "supervision:link_revoke": (("VISIT", "LINK"), TEAM),
    "supervision:visit_rechecks": (("WRITTEN",), TEAM),
    "supervision:visit_facts": (("WRITTEN",), TEAM),
    "supervision:visit_section": (("WRITTEN", 1), TEAM),
    "supervision:visit_words": (("WRITTEN",), TEAM),
    "supervision:visit_findings": (("WRITTEN",), TEAM),
    "supervision:finding_create": (("WRITTEN",), TEAM),
    "supervision:finding_edit": (("WRITTEN", "FINDING"), TEAM),
    "supervision:finding_delete": (("WRITTEN", "FINDING"), TEAM),
    "supervision:visit_promises": (("WRITTEN",), TEAM),
    "supervision:visit_photos": (("WRITTEN",), TEAM),
    "supervision:photo_edit": (("WRITTEN", "NEW_PHOTO"), TEAM),
    "supervision:photo_delete": (("WRITTEN", "NEW_PHOTO"), TEAM),
    "supervision:visit_check": (("WRITTEN",), TEAM),
    "supervision:visit_cancel": (("PLANNED",), TEAM),
    "supervision:visit_postpone": (("PLANNED",), TEAM),
    "supervision:visit_replan": (("PLANNED",), TEAM),
    "supervision:visit_acknowledge": (("VISIT",), {"school_head"}),
    "supervision:visit_transition": (("WRITTEN", "report"), TEAM),
    "supervision:finding_list": ((), VISITED),
    "supervision:finding_detail": (("SEEN",), VISITED),
    "supervision:support_list": ((), VISITED),
    "supervision:support_candidates": ((), TEAM),
    "supervision:support_create": ((), TEAM),
    "supervision:support_detail": (("HELP",), VISITED),
    "supervision:support_edit": (("HELP",), TEAM),
    "supervision:support_pdf": (("HELP",), VISITED),
    "supervision:support_review_add": (("HELP",), TEAM),
    "supervision:support_transition": (("HELP", "pause"), TEAM),
    "supervision:action_list": ((), VISITED),
    "supervision:kept_promises": ((), VISITED),
    "supervision:action_detail": (("ACTION",), VISITED),
    "supervision:action_evidence": (("ACTION", "EVIDENCE"), VISITED),
    "supervision:action_transition": (("ACTION", "finish"), ANSWERERS),
    # supervision: the batch for the assessors' agency
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
    "supervision:history_detail": (("SCHOOL",), VISITED),
    "supervision:history_pdf": (("SCHOOL",), VISITED),
    "supervision:history_docx": (("SCHOOL",), VISITED),
    "supervision:photo_register": ((), VISITED),
    "supervision:survey_list": ((), READERS),
    "supervision:survey_add": ((), TEAM),
    "supervision:survey_detail": (("SURVEY",), READERS),
    "supervision:survey_edit": (("SURVEY",), TEAM),
    "supervision:survey_questions": (("SURVEY",), TEAM),
    "supervision:survey_poster": (("SURVEY",), READERS),
    "supervision:survey_pdf": (("SURVEY",), READERS),
    "supervision:survey_docx": (("SURVEY",), READERS),
    "supervision:survey_xlsx": (("SURVEY",), READERS),
    "supervision:survey_transition": (("SURVEY", "open"), TEAM),
    "survey:survey_answer": (("SURVEY_KEY",), ALL),
    "survey:survey_thanks": (("SURVEY_KEY",), ALL),
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
    # supervision: the year's plan
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
    "supervision:plan_transition": (("PLAN", "propose"), {"group_head"}),
    # supervision: external assessment, stage by stage
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
    "supervision:instrument_scale": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_section_add": (("INSTRUMENT",), BUILDERS),
    "supervision:instrument_section": (("INSTRUMENT", "SECTION"), BUILDERS),
    "supervision:instrument_item_add": (("INSTRUMENT", "SECTION"), BUILDERS),
    "supervision:instrument_item": (("INSTRUMENT", "INSTRUMENT_ITEM"), BUILDERS),
    "supervision:instrument_move": (("INSTRUMENT", "item", "INSTRUMENT_ITEM", "double"), BUILDERS),
    "supervision:instrument_transition": (("INSTRUMENT", "publish"), BUILDERS),
    "supervision:visit_form_pdf": (("VISIT",), VISITED),
    "supervision:visit_form_docx": (("VISIT",), VISITED),
    "supervision:round_list": ((), VISITED),
    "supervision:round_add": ((), KEEPERS),
    "supervision:round_detail": (("ROUND",), VISITED),
    "supervision:round_edit": (("ROUND",), KEEPERS),
    "supervision:round_standards": (("ROUND", "basic"), KEEPERS),
    "supervision:assessment_list": ((), VISITED),
    "supervision:assessment_board": ((), VISITED),
    "supervision:notice_add": ((), KEEPERS),
    "supervision:notice_upload": ((), KEEPERS),
    "supervision:notice_template": ((), KEEPERS),
    "supervision:notice_preview": (("ROUND", "NOTICE_SHEET"), {"group_head"}),
    "supervision:notice_rejected": (("ROUND", "NOTICE_SHEET"), {"group_head"}),
    "supervision:assessment_detail": (("ASSESSMENT",), VISITED),
    "supervision:assessment_edit": (("ASSESSMENT",), KEEPERS),
    "supervision:assessment_again": (("ASSESSMENT",), KEEPERS),
    "supervision:assessment_readiness": (("ASSESSMENT",), VISITED),
    "supervision:readiness_pdf": (("ASSESSMENT",), VISITED),
    "supervision:assessment_hearing": (("ASSESSMENT",), KEEPERS),
    "supervision:observer_add": (("ASSESSMENT",), KEEPERS),
    "supervision:observation": (("OBSERVER",), READERS),
    "supervision:observation_edit": (("OBSERVER",), {"supervisor"}),
    "supervision:observer_recall": (("OBSERVER",), KEEPERS),
    "supervision:assessment_transition": (("ASSESSMENT", "send"), KEEPERS),
    # supervision: what the assessors found, and what becomes of it
    "supervision:result_list": ((), VISITED),
    "supervision:result_upload": ((), KEEPERS),
    "supervision:result_template": (("ROUND",), KEEPERS),
    "supervision:result_preview": (("ROUND", "final", "NOTICE_SHEET"), {"group_head"}),
    "supervision:result_rejected": (("ROUND", "final", "NOTICE_SHEET"), {"group_head"}),
    "supervision:result_compare": (("ASSESSMENT",), VISITED),
    "supervision:result_edit": (("ASSESSMENT", "final"), KEEPERS),
    "supervision:result_file": (("ASSESSMENT", "final"), VISITED),
    "supervision:recommendation_list": ((), VISITED),
    "supervision:recommendation_words": (("ASSESSMENT",), KEEPERS),
    "supervision:recommendation_detail": (("GOAL",), VISITED),
    "supervision:recommendation_edit": (("GOAL",), KEEPERS),
    "supervision:recommendation_transition": (("GOAL", "close"), KEEPERS),
    "supervision:part_add": (("GOAL",), KEEPERS),
    "supervision:part_edit": (("GOAL", "PART"), KEEPERS),
    "supervision:part_remove": (("GOAL", "PART"), KEEPERS),
    "supervision:part_finish": (("GOAL", "PART"), ANSWERERS),
    "supervision:part_file": (("GOAL", "PART"), VISITED),
    "supervision:committee_list": ((), READERS),
    "supervision:committee_create": ((), {"group_head"}),
    "supervision:committee_detail": (("COMMITTEE",), READERS),
    "supervision:committee_edit": (("COMMITTEE",), {"group_head"}),
    "supervision:committee_xlsx": (("COMMITTEE",), READERS),
    "supervision:meeting_list": ((), READERS),
    "supervision:meeting_create": ((), TEAM),
    "supervision:meeting_detail": (("MEETING",), READERS),
    "supervision:meeting_edit": (("MEETING",), TEAM),
    "supervision:meeting_minutes": (("MEETING",), TEAM),
    "supervision:meeting_agenda": (("MEETING",), TEAM),
    "supervision:meeting_attendance": (("MEETING",), TEAM),
    "supervision:meeting_photos": (("MEETING",), TEAM),
    "supervision:meeting_photo": (("MEETING", "MEETING_PHOTO"), READERS),
    "supervision:meeting_photo_remove": (("MEETING", "MEETING_PHOTO"), TEAM),
    "supervision:meeting_copy": (("MEETING",), TEAM),
    "supervision:meeting_file": (("MEETING",), READERS),
    "supervision:meeting_pdf": (("MEETING",), READERS),
    "supervision:meeting_docx": (("MEETING",), READERS),
    "supervision:meeting_transition": (("MEETING", "confirm"), TEAM),
    "supervision:order_list": ((), READERS),
    "supervision:order_create": ((), {"group_head"}),
    "supervision:order_detail": (("ORDER",), READERS),
    "supervision:order_edit": (("DRAFT_ORDER",), {"group_head"}),
    "supervision:order_duties": (("DRAFT_ORDER",), {"group_head"}),
    "supervision:order_copy": (("ORDER",), {"group_head"}),
    "supervision:order_file": (("ORDER",), READERS),
    "supervision:order_pdf": (("ORDER",), READERS),
    "supervision:order_docx": (("ORDER",), READERS),
    "supervision:order_sign": (("DRAFT_ORDER",), {"group_head"}),
    "supervision:order_transition": (("ORDER", "supersede"), {"group_head"}),
    "supervision:tour_list": ((), READERS),
    "supervision:tour_create": ((), {"group_head"}),
    "supervision:tour_detail": (("TOUR",), READERS),
    "supervision:tour_edit": (("TOUR",), {"group_head"}),
    "supervision:tour_people": (("TOUR",), {"group_head"}),
    "supervision:tour_route": (("TOUR",), {"group_head"}),
    "supervision:tour_propose": (("TOUR",), {"group_head"}),
    "supervision:tour_visits": (("TOUR",), {"group_head"}),
    "supervision:tour_pdf": (("TOUR",), READERS),
    "supervision:tour_docx": (("TOUR",), READERS),
    "supervision:tour_xlsx": (("TOUR",), READERS),
    "supervision:correspondence_list": ((), READERS),
    "supervision:correspondence_add": ((), KEEPERS),
    "supervision:correspondence_detail": (("LETTER",), READERS),
    "supervision:correspondence_edit": (("LETTER",), KEEPERS),
    "supervision:correspondence_reply": (("LETTER",), KEEPERS),
    "supervision:correspondence_settle": (("LETTER",), KEEPERS),
    "supervision:correspondence_file": (("LETTER",), READERS),
    "office:external_home": ((), READERS),
    "office:external_results": (("ROUND",), READERS),
    # office
    "office:dashboard": ((), READERS),
    "office:district_list": ((), READERS),
    "office:district_dashboard": (("DISTRICT",), READERS),
    "office:school_rows": (("DISTRICT",), READERS),
    "office:sar_rows": (("DISTRICT",), READERS),
    "office:practice_rows": (("DISTRICT",), READERS),
    "office:rating_rows": (("DISTRICT",), READERS),
    "office:project_rows": (("DISTRICT",), READERS),
    "office:activity_rows": (("DISTRICT",), READERS),
    "office:result_rows": (("DISTRICT",), READERS),
    "office:expense_rows": (("DISTRICT",), READERS),
    "office:visit_rows": (("DISTRICT",), READERS),
    "office:action_rows": (("DISTRICT",), READERS),
    "office:item_rows": (("DISTRICT",), READERS),
    "office:board_rows": (("DISTRICT",), READERS),
    "office:claim_rows": (("DISTRICT",), READERS),
    "office:school_claims": (("SCHOOL",), VISITED),
    "office:synthesis_home": ((), READERS),
    "office:synthesis": (("DISTRICT", 2568), READERS),
    "office:synthesis_nation": ((2568,), NATION),
    "office:synthesis_items": (("DISTRICT", 2568, "early_childhood"), READERS),
    "office:synthesis_begin": (("DISTRICT", 2568), TEAM),
    "office:move_rows": (("DISTRICT", 2568), READERS),
    "office:chapter_list": (("DISTRICT", 2568), READERS),
    "office:chapter_edit": (("DISTRICT", 2568, "introduction"), TEAM),
    "office:theme_list": (("DISTRICT", 2568), READERS),
    "office:sentence_list": (("DISTRICT", 2568, "strengths"), TEAM),
    "office:theme_edit": (("THEME",), TEAM),
    "office:quote_remove": (("QUOTE",), TEAM),
    "office:synthesis_pdf": (("DISTRICT", 2568), EXPORTERS),
    "office:synthesis_docx": (("DISTRICT", 2568), EXPORTERS),
    "office:synthesis_xlsx": (("DISTRICT", 2568), EXPORTERS),
    "office:synthesis_publish": (("DISTRICT", 2568), TEAM),
    "office:publication_list": ((), ALL),
    "office:publication": (("PUBLICATION",), ALL),
    "office:publication_file": (("PUBLICATION", "pdf"), READERS),
    "office:publication_withdraw": (("PUBLICATION",), TEAM),
    "answer:answer": (("TOKEN",), ALL),
    "answer:thanks": (("USED_TOKEN",), ALL),
    "public:home": ((), ALL),
    "public:office": (("CODE",), ALL),
    "public:honours": (("CODE",), ALL),
    "public:honour_search": (("CODE",), ALL),
    "public:honour_check": (("CODE", 2569, 1), ALL),
    "public:practices": (("CODE",), ALL),
    "public:practice": (("CODE", "PUBLIC_PRACTICE"), ALL),
    "public:practice_file": (("CODE", "PUBLIC_PRACTICE", "PUBLIC_FILE"), ALL),
    "public:synthesis": (("CODE", 2568), ALL),
    "public:synthesis_pdf": (("CODE", 2568), ALL),
    "office:supervision_book": ((), EXPORTERS),
    "office:annual_report": (("DISTRICT", 2570), EXPORTERS),
    "office:annual_report_pdf": (("DISTRICT", 2570), EXPORTERS),
    "office:annual_report_xlsx": (("DISTRICT", 2570), EXPORTERS),
}

# These only take a POST; it is sent empty.
BY_POST = {
    "supervision:instrument_move",
    "supervision:link_revoke",
    "supervision:tour_propose",
    "supervision:meeting_photo_remove",
    "supervision:observer_recall",
    "supervision:issue_drop",
    "supervision:issue_restore",
    "supervision:batch_places",
    "supervision:batch_archive_make",
    "office:quote_remove",
    "office:synthesis_begin",
    "projects:remark_settle",
    "core:choose_language",
    "core:notices_read",
    "core:job_again",
    "core:upload_finish",
    "core:unsaved_keep",
    "core:unsaved_forget",
    "projects:book_make",
    "schools:award_certificates",
    "schools:cycle_refresh",
    "schools:sar_make_pdf",
    "schools:sar_letters_make",
    "schools:sar_remark_settle",
    "schools:sar_remark_withdraw",
}

# Pages of libraries that know nothing of districts: signed in is enough, or signing in is what they are for.
LIBRARY_PREFIXES = ("account_", "mfa_", "admin:")


def addresses(patterns=None, namespace=""):
    for item in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(item, URLPattern):
            yield namespace + (item.name or "")
        else:
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from addresses(item.url_patterns, inner)


def test_every_address_is_in_the_table():
    ours = {name for name in addresses() if name and not name.startswith(LIBRARY_PREFIXES)}
    assert ours == set(TABLE)


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


def address_for(name, rows):
    return reverse(name, args=[rows.get(item, item) for item in TABLE[name][0]])


def ask(client, name, address):
    response = client.post(address) if name in BY_POST else client.get(address)
    if response.streaming:
        list(response)  # a file is closed once it is read
    return response


def outcome(client, user, name, address):
    """What it did is taken back: the next to ask finds the same rows."""
    with transaction.atomic():
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        response = ask(client, name, address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith("/accounts/"):
        return "sign-in"
    return {403: "forbidden", 404: "not found"}.get(
        response.status_code, "in" if response.status_code < 500 else "broken"
    )


def is_public(name):
    """For everybody, also without signing in."""
    return name.startswith(("public:", "survey:", "answer:")) or name in {
        "core:health",
        "core:choose_language",
        "field:shell",
        "field:worker",
        "supervision:calendar_feed",
    }


def has_rows(name):
    return any(str(item).isupper() for item in TABLE[name][0])


@pytest.mark.parametrize("name", TABLE)
def test_address_by_role(name, world, client):
    _, allowed = TABLE[name]
    address = address_for(name, world.own)
    outcomes = {role: outcome(client, world.people[role], name, address) for role in ROLES}
    wrong = {
        role: said
        for role, said in outcomes.items()
        if (role in allowed) != (said == "in") or said in {"sign-in", "broken"}
    }
    assert wrong == {}


@pytest.mark.parametrize("name", [name for name in TABLE if has_rows(name) and not is_public(name)])
def test_right_role_elsewhere_is_not_found(name, world, client):
    _, allowed = TABLE[name]
    elsewhere = {role: address_for(name, world.foreign) for role in allowed - NATION}
    next_door = {role: address_for(name, world.neighbour) for role in allowed & SCHOOL}
    outcomes = {
        (role, where): outcome(client, world.people[role], name, address)
        for where, rows in (("elsewhere", elsewhere), ("next door", next_door))
        for role, address in rows.items()
        if address != address_for(name, world.own)
    }
    assert {key: said for key, said in outcomes.items() if said != "not found"} == {}


@pytest.mark.same_on_both
@pytest.mark.parametrize("name", [name for name in TABLE if not is_public(name)])
def test_nobody_gets_in_without_signing_in(name, world, client):
    response = ask(client, name, address_for(name, world.own))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/")


def test_school_user_who_posts_to_another_school_gets_404(world, client):
    """Writing is refused like reading: each writing address of the table, by POST."""
    client.force_login(world.people["school_head"], backend="qa_portal.core.sign_in.SignInBackend")
    posts = [name for name, (arguments, allowed) in TABLE.items() if arguments and "school_head" in allowed]
    posts = [name for name in posts if not name.startswith(("survey:", "answer:"))]  # for whoever holds the address
    statuses = {name: client.post(address_for(name, world.neighbour)).status_code for name in posts}
    assert {name: status for name, status in statuses.items() if status not in {404, 405}} == {}
