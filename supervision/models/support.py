"""The help list: schools that the office helps by a plan, and how that goes (A5-10)."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
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


GOING_ON = (SupportState.PLANNED, SupportState.RUNNING, SupportState.PAUSED)


class SupportPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's; a school sees its own once it is under way."""
        rows = self.filter(school_scope(user))
        return rows.exclude(state=SupportState.PLANNED) if user.scope is Scope.SCHOOL else rows

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.PLAN_VISIT) else self.none()

    def running(self):
        """Not ended yet."""
        return self.filter(state__in=GOING_ON)

    def review_overdue(self, today=None):
        """Under way, and the day of the next review has passed."""
        return self.filter(state=SupportState.RUNNING, next_review_on__lt=today or timezone.localdate())


class SupportPlan(Tracked):
    """How the office helps one school of the help list. One plan a school goes on at a time."""

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
    review_every = models.PositiveSmallIntegerField(
        _("weeks between reviews"), default=4, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    next_review_on = models.DateField(_("next review"), null=True, blank=True, editable=False)
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

    @property
    def is_going_on(self):
        return self.state in GOING_ON

    @property
    def is_review_overdue(self):
        is_running = self.state == SupportState.RUNNING
        return is_running and bool(self.next_review_on) and self.next_review_on < timezone.localdate()

    def review_after(self, day):
        return day + timedelta(weeks=self.review_every)


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
