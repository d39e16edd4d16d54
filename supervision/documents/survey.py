"""The papers of a survey: the poster with its QR code, and what was answered."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.spreadsheets import Sheet
from schools.documents.certificate import qr_picture
from supervision.reports.survey import result_of

POSTER = "supervision/documents/survey_poster.html"
RESULT = "supervision/documents/survey_result.html"
TITLE = "รายงานผลการสำรวจความพึงพอใจ"


def render_poster(survey):
    """One A4 sheet to hang up, as PDF bytes."""
    url = survey.public_url
    context = {"survey": survey, "district": survey.district, "url": url, "qr": qr_picture(url)}
    return render_pdf(POSTER, context, title=survey.title, author=survey.district.name)


def render_result(survey):
    """PDF bytes."""
    return render_pdf(RESULT, _context(survey), title=f"{TITLE} {survey.title}", author=survey.district.name)


def render_result_docx(survey):
    return render_docx(RESULT, _context(survey), title=f"{TITLE} {survey.title}", author=survey.district.name)


def _context(survey):
    return {"survey": survey, "district": survey.district, "result": result_of(survey)}


# ---------------------------------------------------------------- the sheets

QUESTION_COLUMNS = [
    Column("question", _("Question"), lambda row: row.question.text, 60),
    *(
        Column(f"points_{points}", str(points), lambda row, at=5 - points: row.counts[at], 8, kind="number")
        for points in (5, 4, 3, 2, 1)
    ),
    Column("answered", _("Answers received"), lambda row: row.answered, 10, kind="number"),
    Column("total", _("Sum of points"), lambda row: row.total, 12, kind="number"),
    Column("mean", _("Mean"), lambda row: row.mean, 10, kind="money"),
    Column("satisfied", _("Satisfied"), lambda row: row.satisfied, 12, kind="number"),
    Column("share", _("Satisfied (%)"), lambda row: row.share, 14, kind="money"),
]
WORD_COLUMNS = [
    Column("question", _("Question"), lambda row: row[0].text, 40),
    Column("text", pgettext_lazy("survey", "Answer"), lambda row: row[1], 90),
]


def result_sheets(survey):
    """Per question, and the answers in words: never one row a person, which would say who is who."""
    result = result_of(survey)
    texts = [(question, text) for question, texts in result.words for text in texts]
    totals = {"question": _("All questions"), "answered": result.answered, "total": result.total, "mean": result.mean}
    return [
        Sheet(_("Questions"), QUESTION_COLUMNS, result.questions, _heading(survey, result), totals),
        Sheet(_("Answers in words"), WORD_COLUMNS, texts, [survey.title]),
    ]


def _heading(survey, result):
    asked = _("%(count)s answered of %(asked)s asked (%(rate)s%%)") % {
        "count": result.responses,
        "asked": survey.asked,
        "rate": result.rate,
    }
    satisfied = _("%(count)s of %(whole)s are satisfied: %(share)s%% (target %(target)s%%)") % {
        "count": result.satisfied,
        "whole": result.responses,
        "share": result.share,
        "target": survey.target_percent,
    }
    return [survey.title, asked, satisfied]
