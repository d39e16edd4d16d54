"""The letter that acknowledges a report: an official external letter (หนังสือภายนอก, B9), one or many in one file."""

from django.utils.translation import gettext as _

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.files import PDF
from qa_portal.core.jobs import Made
from qa_portal.core.letterhead import head_of, pictures_of
from qa_portal.core.workflow import Refused
from schools.documents.sar import LEVEL_NAMES
from schools.models import SarRemark
from schools.services.acknowledging import issued

TEMPLATE = "schools/documents/acknowledgement.html"
TITLE = "หนังสือตอบรับรายงานการประเมินตนเองของสถานศึกษา"


def letters_context(sars):
    """The letters of reports that come with their school, its district and their cycle; the schools' names are those of
    the day that the cycle opened."""
    advice = _advice([sar.pk for sar in sars])
    heads = {}
    for sar in sars:
        key = sar.school.district_id, sar.letter_dated
        heads[key] = heads.get(key) or head_of(sar.school.district, sar.letter_dated)
    return {
        "letters": [
            _letter(sar, heads[sar.school.district_id, sar.letter_dated], advice.get(sar.pk, [])) for sar in sars
        ]
    }


def _letter(sar, head, advice):
    facts = sar.school.as_at(sar.cycle.opens_on)
    return {
        "sar": sar,
        "head": head,
        "school_name": (facts or sar.school).full_name,
        "level_name": LEVEL_NAMES[sar.level],
        "advice": advice,
    }


def _advice(keys):
    """{report: what it was advised}, told and no request."""
    found = {}
    for remark in SarRemark.objects.filter(sar__in=keys, is_request=False).exclude(told_at=None):
        found.setdefault(remark.sar_id, []).append(remark.text)
    return found


def render_letters(sars, *, thai_digits=True):
    """The letters one after the other, as PDF bytes."""
    return render_pdf(TEMPLATE, letters_context(sars), **_options(sars, thai_digits))


def render_letters_docx(sars, *, thai_digits=True):
    return render_docx(TEMPLATE, letters_context(sars), **_options(sars, thai_digits))


def _options(sars, thai_digits):
    office = sars[0].school.district
    return {"title": TITLE, "author": office.name, "thai_digits": thai_digits, "files": pictures_of(office)}


def letter_name(sar):
    return f"หนังสือตอบรับ-SAR-{sar.academic_year}-{sar.school.moe_code}-{sar.level}"


def make_letters(job, progress):
    """job.params: {"sars": [keys]}: one PDF of those that are issued."""
    sars = issued(job.params["sars"], job.started_by)
    if not sars:
        raise Refused(_("None of the chosen reports has a letter yet."))
    progress(0, len(sars))
    content = render_letters(sars)
    progress(len(sars), len(sars))
    return Made(content, f"{job.label}.pdf", PDF)
