"""Surveys, and their answers."""

from tests.access.roles import ALL, READERS, TEAM

TABLE = {
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
}

BY_POST = set()
