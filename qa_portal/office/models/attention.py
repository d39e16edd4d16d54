"""What the office says about where help goes first: how much each sign counts, and its own word on one school or
project (F46)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class Sign(models.TextChoices):
    SAR_OVERDUE = "sar_overdue", _("SAR overdue (days)")
    UNVISITED = "unvisited", _("No visit for long (days)")
    PROMISES = "promises", _("Agreed actions overdue (count)")
    SILENT = "silent", _("Reports without an answer (count)")
    BELOW = "below", _("Standards below standard (count)")
    UNCERTIFIED = "uncertified", _("Not certified by the assessors (count)")
    STUCK = "stuck", _("Activities stuck (count)")
    REPORT_LATE = "report_late", _("Result report late (days)")
    DESK_LATE = "desk_late", _("Proposal overdue on a desk (days)")


class SignWeight(Tracked):
    """`points` for every begun `per` (days or pieces, as the sign says), at most three times; 0: not counted."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="sign_weights"
    )
    sign = models.CharField(_("sign"), max_length=12, choices=Sign)
    points = models.PositiveSmallIntegerField(_("points"), validators=[MaxValueValidator(100)])
    per = models.PositiveSmallIntegerField(_("for every"), validators=[MinValueValidator(1), MaxValueValidator(365)])

    class Meta:
        verbose_name = _("weight of a sign")
        verbose_name_plural = _("weights of signs")
        ordering = ["district", "sign"]
        constraints = [models.UniqueConstraint(fields=["district", "sign"], name="sign_weight_once")]

    def __str__(self):
        return str(self.get_sign_display())


class AttentionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district=user.district_id)

    def on(self, day):
        return self.filter(until__gte=day)


class AttentionWord(Tracked):
    """A person's word over the reckoned order, with its reason, until a day: put first, or later."""

    class Place(models.TextChoices):
        FIRST = "first", _("Put first")
        LATER = "later", _("Not now")

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="+"
    )
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(_("place"), max_length=5, choices=Place)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), help_text=_("On the day after, the reckoned order holds again."))
    said_by = models.ForeignKey(
        "core.User", verbose_name=_("said by"), editable=False, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField(_("said on"), default=timezone.localdate, editable=False)

    objects = AttentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("word on where help goes first")
        verbose_name_plural = _("words on where help goes first")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, project__isnull=False) | Q(school__isnull=False, project=None),
                name="attention_on_one_thing",
            ),
            models.UniqueConstraint(fields=["school"], condition=Q(project=None), name="attention_once_school"),
            models.UniqueConstraint(fields=["project"], condition=Q(school=None), name="attention_once_project"),
        ]

    def __str__(self):
        return f"{self.school or self.project}: {self.get_place_display()}"
