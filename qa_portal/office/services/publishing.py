"""Publishing: the figures of this moment, frozen with their files (F51)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from qa_portal.core import files
from qa_portal.core.documents import render_pdf
from qa_portal.core.jobs import Made
from qa_portal.core.models import District
from qa_portal.core.workflow import Refused
from qa_portal.office import events
from qa_portal.office.models import Publication, PublicationKind, PublicationReading
from qa_portal.office.reports.synthesis import book as books
from qa_portal.office.reports.synthesis.public import content_of

STEPS = 5


def publish_synthesis(synthesis, *, note, by, job=None, progress=lambda done, total: None):
    """The Publication with its files; the same job twice makes one. Refused while no report is at the office."""
    there = Publication.objects.filter(job=job).first() if job else None
    if there:
        return there
    with override("th"):
        book = books.build(synthesis)
        if not book.at_office:
            raise Refused(_("No report is at the office yet: there is nothing to publish."))
        content = content_of(book)
        progress(1, STEPS)
        made = _make_files(book, content, progress)
    about = {"kind": PublicationKind.SYNTHESIS, "academic_year": synthesis.academic_year}
    told = {"title": book.title, "content": content, "note": note}
    return keep_version(synthesis.district_id, about, told, made, by=by, job=job)


def _make_files(book, content, progress):
    """{field: Made}."""
    made = {}
    makers = {
        "public_pdf": lambda: Made(public_pdf(book.title, content), f"{book.title}.pdf", files.PDF),
        "whole_pdf": lambda: Made(books.pdf(book), f"{book.title} (ฉบับเต็ม).pdf", files.PDF),
        "whole_docx": lambda: Made(books.docx(book), f"{book.title} (ฉบับเต็ม).docx", files.DOCX),
        "whole_xlsx": lambda: Made(books.xlsx(book), f"{book.title} (ฉบับเต็ม).xlsx", files.XLSX),
    }
    for done, (field, make) in enumerate(makers.items(), 2):
        made[field] = make()
        progress(done, STEPS)
    return made


def public_pdf(title, content):
    return render_pdf("office/documents/public_synthesis.html", {"content": content}, title=title)


@transaction.atomic
def keep_version(district, about, told, made, *, by, job, number=None):
    """The next version of a book, told as it is published. `about`: its kind and year; `told`: its other fields;
    `made`: {field: Made}. Refused where another version came before that has the `number` its pages say."""
    district = District.objects.select_for_update().get(pk=district)  # two at once are two versions
    there = Publication.objects.filter(job=job).first() if job else None
    if there:
        return there
    about = {"district": district, **about}
    following = next_version(about)
    if number not in (None, following):
        raise Refused(_("Another version was published meanwhile. Go on, and this one is made with the next number."))
    stored = {
        field: files.keep(item.content, item.name, item.media_type, district=district, by=by, pages=item.pages)
        for field, item in made.items()
    }
    publication = Publication.objects.create(
        **about, **told, **stored, number=following, job=job, published_at=timezone.now(), published_by=by
    )
    events.tell(events.PUBLISHED, publication)
    return publication


def next_version(about):
    last = Publication.objects.filter(**about).order_by("-number").first()
    return last.number + 1 if last else 1


@transaction.atomic
def withdraw(publication, *, reason, by):
    """Everybody's page no longer shows it; the office keeps it, with the reason."""
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if publication.withdrawn_at:
        raise Refused(_("This publication was withdrawn already."))
    publication.withdrawn_at, publication.withdrawn_by = timezone.now(), by
    publication.withdrawal_reason = reason
    publication.save()
    events.tell(events.WITHDRAWN, publication)
    return publication


def note_reading(publication, user):
    """The first time that a person opens it."""
    PublicationReading.objects.get_or_create(publication=publication, user=user)
