"""A school's yearly steps of internal quality assurance (A4-01; the eight of 2543 are an older version, A1-31)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .scope import school_scope

HOW_FAR = {
    "done": (_("Done"), "success", "check-circle-fill"),
    "begun": (_("Begun"), "info", "pencil"),
    "todo": (_("Not begun"), "secondary", "circle"),
}
"""(word, colour, icon) of what a school does in a year."""


class StepSet(Tracked):
    """The steps that one regulation asks for, in its words and order."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    in_force_from = models.PositiveSmallIntegerField(_("in force from academic year"))

    class Meta:
        verbose_name = _("set of yearly steps")
        verbose_name_plural = _("sets of yearly steps")
        ordering = ["-in_force_from"]

    def __str__(self):
        return self.name


class Step(Tracked):
    step_set = models.ForeignKey(StepSet, verbose_name=_("set"), on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("yearly step")
        verbose_name_plural = _("yearly steps")
        ordering = ["step_set", "number"]
        constraints = [models.UniqueConstraint(fields=["step_set", "number"], name="step_number_once")]

    def __str__(self):
        return f"{self.number}. {self.name}"


class SchoolStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user))

    def editable_by(self, user):
        return self.filter(school__in=user.memberships.current().values("school"))


class SchoolStep(Tracked):
    """What a school did for one step in one academic year (B.E.). Without a row nothing was recorded yet."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="steps"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    step = models.ForeignKey(Step, verbose_name=_("yearly step"), on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    people = models.CharField(_("who"), max_length=300, blank=True)
    note = models.TextField(_("what was done"), blank=True)

    objects = SchoolStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly step of a school")
        verbose_name_plural = _("yearly steps of schools")
        ordering = ["school", "-academic_year", "step__number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "academic_year", "step"], name="school_step_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(done_on=None)
                | models.Q(begun_on=None)
                | models.Q(done_on__gte=models.F("begun_on")),
                name="school_step_done_after_begun",
            ),
        ]

    def __str__(self):
        return f"{self.step} – {self.school} {self.academic_year}"

    def get_absolute_url(self):
        return reverse("schools:school_step", args=[self.school_id, self.academic_year, self.step.number])

    @property
    def standing(self):
        if self.done_on:
            return "done"
        return "begun" if self.begun_on or self.people or self.note else "todo"

    @property
    def look(self):
        """(word, colour, icon) of how far this step is."""
        return HOW_FAR[self.standing]
