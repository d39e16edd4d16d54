from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import ActivityState
from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb
from schools.models import school_scope

from .action import ActionState
from .visit import SENT, VisitState


class RecommendationState(models.TextChoices):
    """F36: a recommendation becomes a goal with parts, and is closed by rule."""

    OPEN = "open", _("To be planned")
    UNDER_WAY = "under_way", _("Being improved")
    CLOSED = "closed", _("Improved")


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user, "assessment__school"))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_ASSESSMENTS) else self.none()

    def unsettled(self):
        return self.exclude(state=RecommendationState.CLOSED)

    def overdue(self, today=None):
        return self.unsettled().filter(due_on__lt=today or timezone.localdate())

    def with_progress(self):
        """Adds `part_count` and `done_count`."""
        parts = ImprovementPart.objects.filter(recommendation=OuterRef("pk")).order_by().values("recommendation")
        return self.annotate(
            part_count=Coalesce(Subquery(parts.annotate(n=Count("pk")).values("n")), 0),
            done_count=Coalesce(Subquery(parts.done().annotate(n=Count("pk")).values("n")), 0),
        )

    def to_close(self):
        """Every part is done, and nobody has closed it yet."""
        rows = self.with_progress().filter(state=RecommendationState.UNDER_WAY)
        return rows.filter(part_count__gt=0, part_count=F("done_count"))


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

    @property
    def is_closed(self):
        return self.state == RecommendationState.CLOSED

    @property
    def is_overdue(self):
        return bool(self.due_on) and not self.is_closed and self.due_on < timezone.localdate()


BY_HAND = Q(visit=None, action=None, activity=None)
DONE = (
    Q(visit__state__in=SENT)
    | Q(action__state=ActionState.CLOSED)
    | Q(activity__state=ActivityState.DONE)
    | (BY_HAND & Q(done_on__isnull=False))
)
"""When a part is done: its visit is reported, its action closed, its activity done; by hand, once its day is said."""
CALLED_OFF = Q(visit__state=VisitState.CANCELLED) | Q(activity__state=ActivityState.CANCELLED)


class ImprovementPartQuerySet(models.QuerySet):
    def done(self):
        return self.filter(DONE)

    def with_standing(self):
        """Adds `is_done` and `is_called_off`, and reads the records that the parts are."""
        yes, no = Value(True), Value(False)
        rows = self.annotate(
            is_done=Case(When(DONE, then=yes), default=no), is_called_off=Case(When(CALLED_OFF, then=yes), default=no)
        )
        return rows.select_related("visit__school", "action__visit", "activity__project", "stored")

    def answerable_by(self, user):
        """Parts done by hand that the user may say are done: the office's, or those of one's own school."""
        rows = self.filter(BY_HAND, recommendation__in=Recommendation.objects.visible_to(user))
        is_reader = user.scope is Scope.NATION
        return rows if user.can(Verb.ANSWER_ACTION) and not is_reader else self.none()


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

    objects = ImprovementPartQuerySet.as_manager()

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

    @property
    def record(self):
        """The visit, action or activity that says when the part is done; None where a person does."""
        return self.visit or self.action or self.activity

    @property
    def is_by_hand(self):
        return self.record is None

    @property
    def is_overdue(self):
        """Of rows `with_standing`."""
        return bool(self.due_on) and not self.is_done and self.due_on < timezone.localdate()

    @property
    def standing(self):
        """(word, colour, icon), of rows `with_standing`."""
        if self.is_done:
            return _("Done"), "success", "check-circle"
        if self.is_called_off:
            return _("Called off"), "danger", "x-circle"
        if self.is_overdue:
            return _("Overdue"), "danger", "alarm"
        return _("To be done"), "warning", "hourglass-split"
