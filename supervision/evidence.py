"""What supervision offers a school as evidence (schools.evidence_sources)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from schools.evidence_sources import Source, register
from supervision.models import Sheet, Visit, VisitPhoto, about_year
from supervision.models.visit import SENT


def _visits(school, academic_year):
    """Visits that were reported to the school."""
    return Visit.objects.filter(school=school, academic_year=academic_year, state__in=SENT).order_by("-held_on")


def _photos(school, academic_year):
    """Photos of those visits that may be shown (B10)."""
    photos = VisitPhoto.objects.filter(visit__in=_visits(school, academic_year).order_by(), has_consent=True)
    return photos.select_related("visit").order_by("-visit__held_on", "position")


def _sheets(school, academic_year):
    """Forms that the school sent to the office."""
    rows = Sheet.objects.answered().filter(about_year(academic_year), school=school)
    return rows.select_related("collection").order_by("-sent_at")


SOURCES = (
    Source(
        Visit,
        _("Visit"),
        "signpost-split",
        Verb.VIEW_VISITS,
        _visits,
        lambda visit: f"{visit.purpose_label} ({visit.code})",
        lambda visit: visit.held_on,
        Visit.get_absolute_url,
    ),
    Source(
        VisitPhoto,
        _("Photo of a visit"),
        "camera",
        Verb.VIEW_VISITS,
        _photos,
        lambda photo: photo.caption,
        lambda photo: photo.visit.held_on,
        lambda photo: reverse("supervision:visit_photo", args=[photo.visit_id, photo.pk]),
    ),
    Source(
        Sheet,
        _("Form sent to the area office"),
        "ui-checks",
        Verb.VIEW_VISITS,
        _sheets,
        lambda sheet: sheet.collection.title,
        lambda sheet: sheet.sent_on,
        Sheet.get_absolute_url,
    ),
)
for source in SOURCES:
    register(source)
