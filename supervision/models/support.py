"""The help list: schools that the office helps by a plan, and how that goes (A5-10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb
from schools.models import school_scope


class SupportReason(models.TextChoices):
    BELOW = "below", _("Below standard")
    UNCERTIFIED = "uncertified", _("Not certified by the assessors")
    CHOSEN = "chosen", _("Chosen by the office")


class SupportState(models.TextChoices):
    PLANNED = "planned", _("Being planned")
    RUNNING = "running", _("Being helped")
    PAUSED = "paused", _("Paused")
    REACHED = "reached", _("Reached its goal")
    STOPPED = "stopped", _("Stopped")


class SupportPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's; a school sees its own once it is under way."""
        rows = self.filter(school_scope(user))
        return rows.exclude(state=SupportState.PLANNED) if user.scope is Scope.SCHOOL else rows

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.PLAN_VISIT) else self.none()

    def running(self):
        return self.filter(state__in=(SupportState.PLANNED, SupportState.RUNNING, SupportState.PAUSED))


class SupportPlan(Tracked):
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="support_plans"
    )
    reason = models.CharField(_("why it is on the list"), max_length=12, choices=SupportReason)
    reason_text = models.TextField(_("why, in words"))
    objectives = models.TextField(_("objectives"), help_text=_("One objective a line, each with how it will be seen."))
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who leads"),
        on_delete=models.PROTECT,
        related_name="led_support_plans",
    )
    team = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("team"), blank=True, related_name="support_plans"
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    review_every = models.PositiveSmallIntegerField(_("weeks between reviews"), default=4)
    state = models.CharField(
        _("state"), max_length=10, choices=SupportState, default=SupportState.PLANNED, editable=False
    )

    objects = SupportPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("support plan")
        verbose_name_plural = _("support plans")
        ordering = ["-begins_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(state__in=["planned", "running", "paused"]),
                name="one_support_plan_running",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("begins_on")), name="support_ends_after_begin"),
        ]

    def __str__(self):
        return f"{self.school} – {self.get_reason_display()}"

    def get_absolute_url(self):
        return reverse("supervision:support_detail", args=[self.pk])


class SupportReview(Tracked):
    """A dated look at how far a support plan has come."""

    class Progress(models.TextChoices):
        AHEAD = "ahead", _("Better than planned")
        ON_TRACK = "on_track", _("As planned")
        BEHIND = "behind", _("Behind the plan")
        NONE = "none", _("No progress")

    plan = models.ForeignKey(
        SupportPlan, verbose_name=_("support plan"), on_delete=models.PROTECT, related_name="reviews"
    )
    held_on = models.DateField(_("date"))
    progress = models.CharField(_("progress"), max_length=10, choices=Progress)
    text = models.TextField(_("what was seen"))
    next_steps = models.TextField(_("what comes next"), blank=True)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("review of a support plan")
        verbose_name_plural = _("reviews of support plans")
        ordering = ["plan", "-held_on"]
        constraints = [models.UniqueConstraint(fields=["plan", "held_on"], name="support_review_once_a_day")]

    def __str__(self):
        return f"{self.plan} {self.held_on}"
