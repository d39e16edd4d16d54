from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from schools.models import school_scope


class RecommendationState(models.TextChoices):
    """F36: a recommendation becomes a goal with parts, and is closed by rule."""

    OPEN = "open", _("To be planned")
    UNDER_WAY = "under_way", _("Being improved")
    CLOSED = "closed", _("Improved")


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user, "assessment__school"))

    def unsettled(self):
        return self.exclude(state=RecommendationState.CLOSED)

    def overdue(self, today=None):
        return self.unsettled().filter(due_on__lt=today or timezone.localdate())


class Recommendation(Tracked):
    """What the assessors recommend, and the goal that it becomes. It may close when every one of its parts is done, and
    not before."""

    assessment = models.ForeignKey(
        "supervision.ExternalAssessment",
        verbose_name=_("external assessment"),
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    standard = models.ForeignKey(
        "schools.Standard",
        verbose_name=_("standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    text = models.TextField(_("recommendation"))
    goal = models.TextField(_("goal"), blank=True, help_text=_("What is to be different, and how it will be seen."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who follows it up"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RecommendationState, default=RecommendationState.OPEN, editable=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation of assessors")
        verbose_name_plural = _("recommendations of assessors")
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="recommendation_number_once"),
            models.CheckConstraint(condition=stamp_pair("closed"), name="recommendation_closed_pair"),
        ]

    def __str__(self):
        return f"{self.assessment} #{self.number}"

    def get_absolute_url(self):
        return reverse("supervision:recommendation_detail", args=[self.pk])


class ImprovementPart(Tracked):
    """One part of a goal. Where it is a visit, an agreed action or an activity, that record says when it is done; else
    a person does, with a file that shows it."""

    recommendation = models.ForeignKey(
        Recommendation, verbose_name=_("recommendation"), on_delete=models.PROTECT, related_name="parts"
    )
    what = models.CharField(_("what is done"), max_length=400)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.ForeignKey(
        "supervision.AgreedAction",
        verbose_name=_("agreed action"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    activity = models.ForeignKey(
        "projects.Activity",
        verbose_name=_("activity of a project"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    stored = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("file that shows it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("part of an improvement")
        verbose_name_plural = _("parts of improvements")
        ordering = ["recommendation", F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit=None, action=None) | Q(visit=None, activity=None) | Q(action=None, activity=None),
                name="part_is_one_record",
            ),
        ]

    def __str__(self):
        return self.what
