from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column


def _photo_url(photo):
    return reverse("supervision:visit_photo", args=[photo.visit_id, photo.pk])


def _consent(photo):
    """(word, colour, icon)"""
    if photo.has_consent:
        return _("Yes, all agreed"), "success", "check-circle"
    return _("Not to be shown"), "warning", "eye-slash"


PHOTO_COLUMNS = [
    Column("caption", _("Caption"), lambda p: p.caption, 44, "caption", _photo_url),
    Column("date", _("Date"), lambda p: p.visit.held_on, 14, "visit__held_on", kind="date"),
    Column("school", _("School"), lambda p: p.visit.school.name, 34, "visit__school__name_sort"),
    Column("visit", _("Visit"), lambda p: p.visit.code, 20, "visit__code", lambda p: p.visit.get_absolute_url()),
    Column("consent", _("May be shown"), lambda p: str(_consent(p)[0]), 24, "has_consent", look=_consent),
]
