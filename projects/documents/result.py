"""The result report as a document (A2): the report, the approved proposal behind it (A2-12) and the photos (A2-11)."""

from django.utils import translation

from projects.documents.proposal import proposal_context
from projects.models import FundingSource
from projects.services import results
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.documents.pictures import picture
from qa_portal.core.thai import format_date

TEMPLATE = "projects/documents/result_report.html"


def result_pdf_file(report, *, thai_digits=False):
    """The report as PDF bytes; `thai_digits` prints ๑๒๓."""
    return render_pdf(TEMPLATE, result_context(report), **_options(report, thai_digits))


def result_docx_file(report, *, thai_digits=False):
    """The same report for Word."""
    return render_docx(TEMPLATE, result_context(report), **_options(report, thai_digits))


def _options(report, thai_digits):
    return {
        "title": f"รายงานผลการดำเนินงาน {report.project_name}",
        "author": report.project.district.name,
        "thai_digits": thai_digits,
        "files": photo_files(report),
    }


def result_context(report):
    """What a printed result report says, whatever it is printed as."""
    with translation.override("th"):
        shown = results.shown(report)
        proposal = proposal_context(report.project) if report.has_proposal else {}
    return proposal | shown | {"sources": list(sources_of(report.project)), "photos": _photos(report)}


def sources_of(project):
    """Each source of the form with its tick (A2-02)."""
    funding = list(project.funding.all())
    for source, words in _source_words(project).items():
        rows = [row for row in funding if row.source == source and row.amount]
        other = ", ".join(row.other_text for row in rows if row.other_text)
        yield {"on": bool(rows), "label": f"{words} ({other})" if other else words}


def _source_words(project):
    return {
        FundingSource.PLAN: f"งบฯ แผนปฏิบัติการประจำปี {project.fiscal_year}",
        FundingSource.OBEC: "งบฯ สพฐ.",
        FundingSource.OTHER: "งบฯ อื่นๆ",
    }


def _photos(report):
    if not report.has_photos:
        return []
    return [{"key": str(photo.pk), "caption": _caption(photo)} for photo in _shown(report)]


def _shown(report):
    return [photo for photo in results.photo_register(report.project) if photo.may_be_shown]


def _caption(photo):
    day = format_date(photo.taken_on, style="long") if photo.taken_on else ""
    return " ".join(part for part in (photo.caption, day, photo.place) if part)


def photo_files(report):
    """{key: (bytes, media type)} of the photos that the document shows."""
    return {str(photo.pk): picture(photo.file) for photo in (_shown(report) if report.has_photos else ())}
