"""Satisfaction surveys (K14): anonymous, by link or QR."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Avg, Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope
from qa_portal.core.roles import Verb

FEWEST = 5  # answers: of fewer nothing is shown, so that nobody can be told by theirs


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", _("Closed")


class AnswersAs(models.TextChoices):
    DIRECTOR = "director", _("School director or deputy")
    TEACHER = "teacher", _("Teacher")
    STAFF = "staff", _("Other staff of a school or the office")
    BOARD = "board", _("School board")
    PARENT = "parent", _("Parent or guardian")
    OTHER = "other", _("Somebody else")


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.PLAN_VISIT) else self.none()

    def ended(self, day):
        """Closed, or past the last day: no answer comes any more, so what came may be counted."""
        return self.filter(Q(state=SurveyState.CLOSED) | Q(state=SurveyState.OPEN, closes_on__lt=day))

    def with_counts(self):
        """Adds `response_count` and, of those, the `satisfied_count` whose own mean reaches `satisfied_from`."""
        points = SurveyAnswer.objects.filter(response=OuterRef("pk")).order_by().values("response")
        responses = SurveyResponse.objects.filter(survey=OuterRef("pk")).order_by()
        means = responses.annotate(mean=Subquery(points.annotate(mean=Avg("points")).values("mean")))
        satisfied = means.filter(mean__gte=OuterRef("satisfied_from"))
        return self.annotate(response_count=_counted(responses), satisfied_count=_counted(satisfied))


def _counted(responses):
    return Coalesce(Subquery(responses.values("survey").annotate(n=Count("pk")).values("n")), 0)


class Survey(Tracked):
    """One survey of one activity, event or round of visits. `key` is in its public address. `asked` people were asked:
    the response rate is of them. Satisfied is who answers `satisfied_from` or more of 5 on the mean."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="surveys"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("words to who answers"), blank=True)
    activity = models.ForeignKey(
        "projects.Activity",
        verbose_name=_("activity of a project"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="surveys",
    )
    plan_item = models.ForeignKey(
        "supervision.PlanItem",
        verbose_name=_("item of the supervision plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="surveys",
    )
    held_on = models.DateField(_("date of what is asked about"), null=True, blank=True)
    opens_on = models.DateField(_("answers from"))
    closes_on = models.DateField(_("answers until"))
    asked = models.PositiveIntegerField(_("people asked"))
    satisfied_from = models.DecimalField(_("satisfied from a mean of"), max_digits=3, decimal_places=2, default="3.51")
    target_percent = models.PositiveSmallIntegerField(_("target (%)"), default=80)
    state = models.CharField(_("state"), max_length=10, choices=SurveyState, default=SurveyState.DRAFT, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("satisfaction survey")
        verbose_name_plural = _("satisfaction surveys")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_opening")
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("supervision:survey_detail", args=[self.pk])

    @property
    def public_url(self):
        """Where everybody answers: what the link and the QR code lead to."""
        return settings.SITE_URL + reverse("survey:survey_answer", args=[self.key])

    @property
    def is_draft(self):
        return self.state == SurveyState.DRAFT

    @property
    def is_open(self):
        return self.state == SurveyState.OPEN

    @property
    def has_ended(self):
        """As in the QuerySet's `ended`."""
        return self.state == SurveyState.CLOSED or (self.is_open and self.closes_on < timezone.localdate())

    @property
    def takes_answers(self):
        return self.is_open and self.opens_on <= timezone.localdate() <= self.closes_on


class SurveyQuestion(Tracked):
    class Kind(models.TextChoices):
        SCALE = "scale", _("From 1 to 5")
        TEXT = "text", _("In words")

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("order in the list"))
    text = models.CharField(_("question"), max_length=400)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SCALE)

    class Meta:
        verbose_name = _("question of a survey")
        verbose_name_plural = _("questions of surveys")
        ordering = ["survey", "position"]
        constraints = [models.UniqueConstraint(fields=["survey", "position"], name="survey_question_position_once")]

    def __str__(self):
        return self.text


class SurveyResponse(models.Model):
    """One person's answers. Nothing here says who: `uid` is made by the browser so that the same sending counts
    once."""

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.PROTECT, related_name="responses")
    uid = models.UUIDField(unique=True, editable=False)
    role = models.CharField(_("answers as"), max_length=60, blank=True)
    answered_on = models.DateField(_("answered on"), auto_now_add=True)

    class Meta:
        verbose_name = _("response to a survey")
        verbose_name_plural = _("responses to surveys")
        ordering = ["survey", "pk"]

    def __str__(self):
        return f"{self.survey} #{self.pk}"


class SurveyAnswer(models.Model):
    response = models.ForeignKey(
        SurveyResponse, verbose_name=_("response"), on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(
        SurveyQuestion, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers"
    )
    points = models.PositiveSmallIntegerField(_("from 1 to 5"), null=True, blank=True)
    text = models.TextField(_("in words"), blank=True)

    class Meta:
        verbose_name = _("answer of a survey")
        verbose_name_plural = _("answers of surveys")
        ordering = ["response", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="survey_answered_once"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=1, points__lte=5), name="survey_points_one_to_five"
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.points or self.text}"
