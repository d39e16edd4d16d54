"""The school days of a year that the office sets for itself: first and last day of each semester."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.thai import to_ce

from .plan import kept_by_office


def usual_semesters(year):
    """First and last day of the two semesters of an academic year (B.E.): 16 May to 11 October, and 1 November to
    1 April (B9)."""
    begun = to_ce(year)
    return [(date(begun, 5, 16), date(begun, 10, 11)), (date(begun, 11, 1), date(begun + 1, 4, 1))]


class Semesters(dict):
    """{academic year (B.E.): its two semesters}; the usual days in a year that the office has not set."""

    def __missing__(self, year):
        return usual_semesters(year)


class SemesterDaysQuerySet(models.QuerySet):
    def visible_to(self, user):
        return kept_by_office(self, user)[0]

    def editable_by(self, user):
        return kept_by_office(self, user)[1]

    def by_year(self, district):
        return Semesters({row.academic_year: row.semesters for row in self.filter(district=district)})


class SemesterDays(Tracked):
    """The semesters of one office and academic year. What is due "per semester" (A8-03) and the proposed calendar go by
    them."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="semesters"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    first_begins_on = models.DateField(_("first day of semester 1"))
    first_ends_on = models.DateField(_("last day of semester 1"))
    second_begins_on = models.DateField(_("first day of semester 2"))
    second_ends_on = models.DateField(_("last day of semester 2"))

    objects = SemesterDaysQuerySet.as_manager()

    class Meta:
        verbose_name = _("semester days")
        verbose_name_plural = _("semester days")
        ordering = ["-academic_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "academic_year"], name="semester_days_once_a_year"),
            models.CheckConstraint(
                condition=Q(first_begins_on__lt=F("first_ends_on"))
                & Q(first_ends_on__lt=F("second_begins_on"))
                & Q(second_begins_on__lt=F("second_ends_on")),
                name="semester_days_in_order",
            ),
        ]

    def __str__(self):
        return _("Semesters of academic year %(year)s") % {"year": self.academic_year}

    def get_absolute_url(self):
        return reverse("supervision:semester_edit", args=[self.pk])

    @property
    def semesters(self):
        return [(self.first_begins_on, self.first_ends_on), (self.second_begins_on, self.second_ends_on)]
