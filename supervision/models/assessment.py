from itertools import combinations
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import format_date
from schools.models import EducationLevel, school_scope


class AssessmentState(models.TextChoices):
    """The stages of one school's external assessment (F41, A18)."""

    NOTIFIED = "notified", _("Notice received")
    READY = "ready", _("Readiness checked")
    SENT = "sent", _("Documents sent")
    VISITED = "visited", _("Assessors visited")
    HEARD = "heard", _("Oral report heard")
    DRAFT = "draft", _("Draft report received")
    FINAL = "final", _("Final report received")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = (AssessmentState.FINAL, AssessmentState.CANCELLED)


class Stage(NamedTuple):
    """`state` is the stage that the day in the field `day` begins."""

    state: str
    day: str


# In the order in which they follow each other; an office may skip those that it never heard of.
STAGES = (
    Stage(AssessmentState.NOTIFIED, "noticed_on"),
    Stage(AssessmentState.READY, "readied_on"),
    Stage(AssessmentState.SENT, "sent_on"),
    Stage(AssessmentState.VISITED, "visit_until"),
    Stage(AssessmentState.HEARD, "heard_on"),
    Stage(AssessmentState.DRAFT, "drafted_on"),
    Stage(AssessmentState.FINAL, "finalised_on"),
)

DAYS = ("noticed_on", "readied_on", "sent_on", "visit_from", "visit_until", "heard_on", "drafted_on", "finalised_on")
"""In the order of time. The oral report is given on the last day of the visit, or before it."""


class ExternalAssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_ASSESSMENTS) else self.none()

    def running(self):
        return self.exclude(state__in=ENDED)

    def before_documents(self):
        """Nothing has been sent to the assessors yet."""
        return self.filter(state__in=(AssessmentState.NOTIFIED, AssessmentState.READY))

    def late(self, today=None):
        """The documents were due, and have not been sent."""
        return self.before_documents().filter(documents_due_on__lt=today or timezone.localdate())

    def with_outcome(self):
        """Annotates `certified`: what the final report says (True, False), None while it says nothing."""
        from .result import ResultKind, ResultPaper

        final = ResultPaper.objects.filter(assessment=models.OuterRef("pk"), kind=ResultKind.FINAL)
        return self.annotate(certified=models.Subquery(final.values("is_certified")[:1]))

    def final_by(self, day):
        """Of each school and level the newest one whose final report had come by that day."""
        came = self.filter(state=AssessmentState.FINAL, finalised_on__lte=day)
        twins = ExternalAssessment.objects.filter(
            state=AssessmentState.FINAL,
            finalised_on__lte=day,
            school=models.OuterRef("school"),
            level=models.OuterRef("level"),
        )
        newest = twins.order_by("-round__number", "-attempt", "-pk").values("pk")[:1]
        return came.filter(pk=models.Subquery(newest))


class ExternalAssessment(Tracked):
    """One assessment of one school at one level of education in a round; a re-assessment (ประเมินซ้ำ) is the next
    `attempt`. Each stage has its own day; who came and who heard is kept with it."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="external_assessments"
    )
    round = models.ForeignKey(
        "supervision.AssessmentRound",
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    level = models.CharField(_("education level"), max_length=20, choices=EducationLevel)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1, editable=False)
    state = models.CharField(
        _("stage"), max_length=10, choices=AssessmentState, default=AssessmentState.NOTIFIED, editable=False
    )
    notice_number = models.CharField(_("number of the notice"), max_length=100, blank=True)
    noticed_on = models.DateField(_("notice received on"))
    documents_due_on = models.DateField(_("documents due on"), null=True, blank=True)
    readied_on = models.DateField(_("readiness checked on"), null=True, blank=True)
    sent_on = models.DateField(_("documents sent on"), null=True, blank=True)
    visit_from = models.DateField(_("visit from"), null=True, blank=True)
    visit_until = models.DateField(_("visit until"), null=True, blank=True)
    heard_on = models.DateField(_("oral report on"), null=True, blank=True)
    drafted_on = models.DateField(_("draft received on"), null=True, blank=True)
    finalised_on = models.DateField(_("final report received on"), null=True, blank=True)
    assessors = models.TextField(_("assessors"), blank=True, help_text=_("One name a line."))
    oral_report = models.TextField(_("what was said in the oral report"), blank=True)

    objects = ExternalAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("external assessment")
        verbose_name_plural = _("external assessments")
        ordering = ["-round__number", "school", "level", "-attempt"]
        indexes = [models.Index(fields=["round", "state"], name="assessment_by_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "round", "level", "attempt"],
                condition=~Q(state="cancelled"),
                name="assessment_attempt_once",
            ),
            models.UniqueConstraint(
                fields=["school", "round", "level"],
                condition=~Q(state__in=["final", "cancelled"]),
                name="one_assessment_running",
            ),
            models.CheckConstraint(
                condition=Q(visit_until=None) | Q(visit_until__gte=F("visit_from")), name="assessment_visit_ends_after"
            ),
        ]

    def __str__(self):
        return f"{self.school} – {self.round} – {self.get_level_display()}"

    def get_absolute_url(self):
        return reverse("supervision:assessment_detail", args=[self.pk])

    @property
    def framework(self):
        """The standards and the scale that it is judged by, or None where the round has none for this level."""
        return self.round.frameworks.get(self.level)

    @property
    def disorder(self):
        """A sentence where two of its days stand in the wrong order; "" where they do not."""
        pairs = [*combinations(DAYS, 2), ("noticed_on", "documents_due_on")]
        for earlier, later in pairs:
            if (earlier, later) != ("visit_until", "heard_on") and self._is_after(earlier, later):
                return _("“%(later)s” (%(later_day)s) lies before “%(earlier)s” (%(earlier_day)s).") % {
                    "later": self._meta.get_field(later).verbose_name,
                    "later_day": format_date(getattr(self, later)),
                    "earlier": self._meta.get_field(earlier).verbose_name,
                    "earlier_day": format_date(getattr(self, earlier)),
                }
        return ""

    def _is_after(self, earlier, later):
        first, second = getattr(self, earlier), getattr(self, later)
        return bool(first and second and first > second)

    @property
    def others(self):
        """The other attempts at the same school and level in the round, the newest first."""
        rows = ExternalAssessment.objects.exclude(pk=self.pk).exclude(state=AssessmentState.CANCELLED)
        return rows.filter(school=self.school_id, round=self.round_id, level=self.level).order_by("-attempt")

    @property
    def stage_day(self):
        """The day on which its present stage began."""
        name = dict(STAGES).get(self.state)
        return getattr(self, name) if name else None

    @property
    def is_again(self):
        return self.attempt > 1

    @property
    def is_ended(self):
        return self.state in ENDED


class HearingAttendee(Tracked):
    """Who heard the assessors' oral report (S002:343, F41)."""

    class Side(models.TextChoices):
        OFFICE = "office", _("Our committee")
        SCHOOL = "school", _("The school")
        ASSESSOR = "assessor", _("The assessors")
        OTHER = "other", _("Others")

    assessment = models.ForeignKey(
        ExternalAssessment, verbose_name=_("external assessment"), on_delete=models.PROTECT, related_name="attendees"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.OFFICE)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person of the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("attendee of an oral report")
        verbose_name_plural = _("attendees of oral reports")
        ordering = ["assessment", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], condition=~Q(user=None), name="attendee_once_in_hearing"
            ),
            models.CheckConstraint(condition=~Q(user=None) | ~Q(name=""), name="attendee_is_somebody"),
        ]

    def __str__(self):
        return self.name or str(self.user)


class ObserverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What an observer wrote is the office's: the school does not read it."""
        return self.none() if user.scope is Scope.SCHOOL else self.filter(school_scope(user, "assessment__school"))

    def editable_by(self, user):
        """Everybody their own."""
        return self.visible_to(user).filter(user=user)


class Observer(Tracked):
    """A person whom the office sends to an assessment to observe and inform, never to assess (A4-02 no. 5)."""

    assessment = models.ForeignKey(
        ExternalAssessment, verbose_name=_("external assessment"), on_delete=models.PROTECT, related_name="observers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="observations"
    )
    order_number = models.CharField(_("order no."), max_length=100, blank=True)
    observed = models.TextField(_("what was observed"), blank=True)
    told = models.TextField(_("information given to the assessors"), blank=True)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True, editable=False)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        verbose_name = _("observer of an external assessment")
        verbose_name_plural = _("observers of external assessments")
        ordering = ["assessment", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="observer_once_in_assessment")]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return reverse("supervision:observation", args=[self.pk])
