"""The office's announcement of an award's result (ประกาศสำนักงานเขตพื้นที่การศึกษา, A7-03), PDF and Word."""

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.letterhead import pictures_of, signed_by
from qa_portal.core.thai import MONTH_NAMES, to_be
from schools.documents.practice import KIND_NAMES
from schools.models import Honour
from schools.services.award_results import judging_of

TEMPLATE = "schools/documents/award_announcement.html"


def official_day(day):
    """“21 พฤศจิกายน พ.ศ. 2569”, as announcements and certificates write it."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} พ.ศ. {to_be(day.year)}"


def announcement_context(award):
    """Rank by rank, best first, each with its entries. Before the result is announced it is a draft."""
    groups = {}
    for result in judging_of(award).results:
        if result.rank:
            groups.setdefault(result.rank.name, []).append(_line(result))
    return {
        "award": award,
        "district": award.district,
        "kind": KIND_NAMES.get(award.kind, ""),
        "groups": list(groups.items()),
        "count": sum(map(len, groups.values())),
        "is_draft": not award.is_decided,
        "day": award.announced_on and official_day(award.announced_on),
        **_signatory(award),
    }


def _signatory(award):
    """Who signed when it was announced, on the certificates too; before that the director of today."""
    honour = Honour.objects.filter(nomination__award=award).first()
    if honour:
        return {"signatory": honour.signatory, "signatory_position": honour.signatory_position}
    return signed_by(award.district)


def _line(result):
    practice = result.nomination.practice
    return {"school": practice.school.full_name, "title": practice.title, "kind": KIND_NAMES[practice.kind]}


def announcement_name(award):
    return f"ประกาศผล-{award.name}-{award.academic_year}"


def render_announcement(award):
    return _rendered(render_pdf, award)


def render_announcement_docx(award):
    return _rendered(render_docx, award)


def _rendered(render, award):
    title = f"ประกาศผลการคัดเลือก {award.name} ปีการศึกษา {award.academic_year}"
    about = {"title": title, "author": award.district.name, "thai_digits": True, "files": pictures_of(award.district)}
    return render(TEMPLATE, announcement_context(award), **about)
