"""A good practice as an official paper, and the booklet of what a year's schools have published."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from qa_portal.core.documents import render_pdf
from qa_portal.core.documents.pictures import picture
from qa_portal.core.files import PDF
from qa_portal.core.jobs import Made
from qa_portal.core.workflow import Refused
from schools.models import EducationLevel, Practice, PracticeFile, PracticeKind, PracticeState

TITLES = {
    PracticeKind.PRACTICE: "แบบรายงานวิธีปฏิบัติที่ดี (Good Practice)",
    PracticeKind.INNOVATION: "แบบรายงานนวัตกรรมการศึกษา",
    PracticeKind.RESEARCH: "แบบรายงานการวิจัยและการใช้ผลการวิจัย",
    PracticeKind.MEDIA: "แบบรายงานสื่อการเรียนรู้",
}
KIND_NAMES = {
    PracticeKind.PRACTICE: "วิธีปฏิบัติที่ดี",
    PracticeKind.INNOVATION: "นวัตกรรม",
    PracticeKind.RESEARCH: "งานวิจัย",
    PracticeKind.MEDIA: "สื่อการเรียนรู้",
}
LEVELS = {
    "": "ปฐมวัยและขั้นพื้นฐาน",
    EducationLevel.EARLY_CHILDHOOD: "ปฐมวัย",
    EducationLevel.BASIC: "การศึกษาขั้นพื้นฐาน",
}
PICTURES_IN_BOOK = 4  # of one entry
WITH_ALL = ("school__district", "school__network")


@dataclass(frozen=True)
class Paper:
    """An entry with what its paper shows."""

    practice: Practice
    pictures: list
    papers: list

    @property
    def key(self):
        return f"entry-{self.practice.pk}"

    @property
    def title(self):
        return TITLES[self.practice.kind]

    @property
    def school_name(self):
        return self.practice.school.full_name

    @property
    def level(self):
        return LEVELS[self.practice.level]

    @property
    def standards(self):
        return [(LEVELS[row.framework.level], row.number, row.name) for row in self.practice.standards.all()]

    @property
    def photos(self):
        return [{"key": f"photo{row.pk}", "caption": row.caption} for row in self.pictures]


def _papers(practices, files, *, most=None):
    """[Paper] of entries, with those of the files that this reader may see; files that are held are left out."""
    found = {}
    rows = files.filter(practice__in=[practice.pk for practice in practices], stored__held_since=None)
    for row in rows.select_related("stored"):
        found.setdefault(row.practice_id, []).append(row)
    return [_paper(practice, found.get(practice.pk, []), most) for practice in practices]


def _paper(practice, files, most):
    pictures = [row for row in files if row.is_picture]
    return Paper(practice, pictures[:most], [row for row in files if not row.is_picture])


def _attached(papers):
    """{key: (bytes, media type)} of the photos that the papers show."""
    return {f"photo{row.pk}": picture(row.stored) for paper in papers for row in paper.pictures}


# ---------------------------------------------------------------- one entry


def render_practice(practice, user):
    """The paper as PDF bytes, with the photos that this user may see."""
    papers = _papers([practice], PracticeFile.objects.visible_to(user))
    context = {
        "paper": papers[0],
        "district": practice.school.district,
        "is_draft": practice.state != PracticeState.PUBLISHED,
    }
    return render_pdf(
        "schools/documents/practice.html",
        context,
        title=practice.title,
        author=papers[0].school_name,
        files=_attached(papers),
    )


def document_name(practice):
    return f"practice-{practice.academic_year}-{practice.school.moe_code}-{practice.pk}"


# ---------------------------------------------------------------- the booklet


def make_book(job, progress):
    """job.params: {"year": academic year}: one PDF of what the office has published of it. Refused where
    that is nothing."""
    year = job.params["year"]
    rows = Practice.objects.filter(school__district=job.district).published().in_year(year)
    rows = (
        rows.select_related(*WITH_ALL).prefetch_related("standards__framework").order_by("school__name_sort", "title")
    )
    practices = list(rows)
    if not practices:
        raise Refused(_("Nothing of this year is published yet."))
    progress(0, len(practices) + 1)
    content = _book(job, year, _papers(practices, PracticeFile.objects.filter(is_public=True), most=PICTURES_IN_BOOK))
    progress(len(practices) + 1, len(practices) + 1)
    return Made(content, f"{job.label}.pdf", PDF)


def _book(job, year, papers):
    chapters = [(kind, KIND_NAMES[kind], [row for row in papers if row.practice.kind == kind]) for kind in PracticeKind]
    context = {
        "district": job.district,
        "year": year,
        "chapters": [chapter for chapter in chapters if chapter[2]],
        "made_at": job.created_at,
    }
    with override("th"):
        return render_pdf(
            "schools/documents/practice_book.html",
            context,
            title=f"ทำเนียบวิธีปฏิบัติที่ดีและผลงานวิจัยของสถานศึกษา ปีการศึกษา {year}",
            author=job.district.name,
            thai_digits=True,
            files=_attached(papers),
        )
