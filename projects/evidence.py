"""What the office's projects offer a school as evidence (schools.evidence_sources)."""

from django.utils.translation import gettext_lazy as _

from projects.models import ActivityReport, ProjectPhoto
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year_range
from schools.evidence_sources import Source, register


def _activities(school, academic_year):
    """Reports of activities that name the school among those that took part, from one school year to the next."""
    first, next_first = academic_year_range(academic_year)[0], academic_year_range(academic_year + 1)[0]
    reports = ActivityReport.objects.filter(schools=school, done_on__gte=first, done_on__lt=next_first)
    return reports.select_related("activity", "project").order_by("-done_on")


def _photos(school, academic_year):
    """Photos of those activities that may be shown (B10)."""
    photos = ProjectPhoto.objects.in_register().filter(report__in=_activities(school, academic_year).order_by())
    return photos.filter(has_consent=True).select_related("report__activity").order_by("-report__done_on", "order")


SOURCES = (
    Source(
        ActivityReport,
        _("Activity of a project"),
        "kanban",
        Verb.VIEW_PROJECTS,
        _activities,
        lambda report: f"{report.activity} – {report.project}",
        lambda report: report.done_on,
        ActivityReport.get_absolute_url,
    ),
    Source(
        ProjectPhoto,
        _("Photo of an activity"),
        "image",
        Verb.VIEW_PROJECTS,
        _photos,
        lambda photo: photo.caption or str(photo.report.activity),
        lambda photo: photo.taken_on or photo.report.done_on,
        ProjectPhoto.get_absolute_url,
    ),
)
for source in SOURCES:
    register(source)
