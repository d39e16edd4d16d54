import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import academic_year, fiscal_year
from schools.models import school_scope

from .follow_up_rules import FollowUpRules


class VisitState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    DONE = "done", _("Visited, report being written")
    REPORTED = "reported", _("Reported to the school")
    ACKNOWLEDGED = "acknowledged", _("Answered by the school")


class VisitPurpose(models.TextChoices):
    IQA = "iqa", _("Supervision of internal QA")
    FOLLOW_UP = "follow_up", _("Follow-up of agreed actions")
    SAR_ADVICE = "sar_advice", _("Advice on the SAR")
    ASSESSMENT = "assessment", _("Assessment visit of the area")
    BOARD = "board", _("Visit of the area's committee")
    POLICY = "policy", _("Policy of the ministry or the area")
    OTHER = "other", _("Other")


class CancelReason(models.TextChoices):
    """Why a visit was cancelled or put off, as codes, so that the director sees why coverage slipped (F30)."""

    FLOOD = "flood", _("Flood or disaster")
    EXAMS = "exams", _("Examination week")
    CENTRAL_ORDER = "central_order", _("Order of the central office")
    VEHICLE = "vehicle", _("No vehicle")
    SCHOOL = "school", _("At the school's request")
    OTHER = "other", _("Other reason")


class ArrivalBand(models.TextChoices):
    """How far from the school the device was when the visit began, as a band and never a track (F28). Up to which
    distance a band reaches, the device reckons: static/js/field/arrival.js."""

    AT_SCHOOL = "at_school", _("At the school (within 300 m)")
    NEAR = "near", _("Near the school (within 2 km)")
    FAR = "far", _("Elsewhere")
    UNKNOWN = "unknown", _("Not known")


TO_COME = (VisitState.PLANNED, VisitState.POSTPONED)
GONE = (VisitState.CANCELLED, VisitState.POSTPONED)
"""Nobody goes on the day that such a visit has."""
COUNTED = (VisitState.DONE, VisitState.REPORTED, VisitState.ACKNOWLEDGED)
SENT = (VisitState.REPORTED, VisitState.ACKNOWLEDGED)
OPEN_TO_EDIT = (VisitState.PLANNED, VisitState.POSTPONED, VisitState.DONE)


def visit_scope(user, path=""):
    """The rows that this user may see, for rows that hang on a visit at `path`: a school sees its own visits, and only
    once they are reported."""
    prefix = f"{path}__" if path else ""
    rows = school_scope(user, f"{prefix}school")
    return rows & Q(**{f"{prefix}state__in": SENT}) if user.scope is Scope.SCHOOL else rows


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(visit_scope(user))

    def editable_by(self, user):
        """What the user may write: until it is reported, by its team, and by the group's head."""
        rows = self.visible_to(user).filter(state__in=OPEN_TO_EDIT)
        if user.can(Verb.MANAGE_VISITS):
            return rows
        if user.can(Verb.REPORT_VISIT):
            return rows.filter(pk__in=VisitMember.objects.filter(user=user).values("visit"))
        return self.none()

    def in_fiscal_year(self, year):
        return self.filter(fiscal_year=year)

    def numbered_in(self, year):
        """Those whose number is of this fiscal year, whatever day they have moved to."""
        return self.filter(code__contains=f"-{year % 100:02}-V")

    def counted(self):
        """Visits that took place: they count for coverage."""
        return self.filter(state__in=COUNTED)

    def unanswered(self):
        """Reported, and the school has not answered: silence, not assent (F31)."""
        return self.filter(state=VisitState.REPORTED)

    def silent(self, now=None):
        """Unanswered for longer than the rules of its office give a school (F31)."""
        now, own = now or timezone.now(), FollowUpRules.objects.by_district()
        late = ~Q(school__district__in=own) & Q(reported_at__lt=now - timedelta(days=FollowUpRules().answer_days))
        for district, rules in own.items():
            late |= Q(school__district=district, reported_at__lt=now - timedelta(days=rules.answer_days))
        return self.unanswered().filter(late)

    def late(self, today=None):
        """Planned for a day that has passed, without a word of what happened."""
        return self.filter(state=VisitState.PLANNED, planned_on__lt=today or timezone.localdate())

    def with_lead(self):
        lead = VisitMember.objects.filter(visit=models.OuterRef("pk"), role=VisitMember.Role.LEAD).order_by()
        return self.annotate(
            lead_first=models.Subquery(lead.values("user__first_name")[:1]),
            lead_last=models.Subquery(lead.values("user__last_name")[:1]),
        )


class Visit(Tracked):
    """A visit of the area office to one school, from plan to the school's answer.

    `held_on` is the day that counts (the actual one once known, else the planned); both years follow it. `code` is
    given once and stays, whatever day the visit moves to. `uid` lets a device send the same visit twice safely.
    FACTS and WORDS are what the team types on the visit's two forms; the report's text keeps all of it."""

    FACTS = ("others",)
    WORDS = ("impressions", "problems", "notes")

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="visits"
    )
    code = models.CharField(_("visit number"), max_length=30, editable=False)
    serial = models.PositiveSmallIntegerField(editable=False)
    planned_on = models.DateField(_("planned for"))
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    held_on = models.DateField(_("date"), editable=False)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), editable=False)
    academic_year = models.PositiveSmallIntegerField(_("academic year"), editable=False)
    purpose = models.CharField(_("purpose"), max_length=20, choices=VisitPurpose, default=VisitPurpose.IQA)
    purpose_text = models.CharField(_("purpose in words"), max_length=300, blank=True)
    instrument = models.ForeignKey(
        "supervision.Instrument",
        verbose_name=_("instrument"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    plan_item = models.ForeignKey(
        "supervision.PlanItem",
        verbose_name=_("item of the supervision plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    turn = models.PositiveSmallIntegerField(
        _("which time of the item at this school"), null=True, blank=True, editable=False
    )
    proposal = models.ForeignKey(
        "supervision.CalendarProposal",
        verbose_name=_("proposed calendar that it came from"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    arrival = models.CharField(_("where it was begun"), max_length=10, choices=ArrivalBand, blank=True)
    others = models.TextField(
        _("others who took part"), blank=True, help_text=_("People without an account, one a line.")
    )
    impressions = models.TextField(_("what impressed us"), blank=True)
    problems = models.TextField(_("problems and limits"), blank=True)
    notes = models.TextField(_("general notes"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=VisitState, default=VisitState.PLANNED, editable=False)
    cancel_reason = models.CharField(_("reason"), max_length=20, choices=CancelReason, blank=True)
    report_text = models.TextField(_("text of the report"), blank=True, editable=False)
    report_sha256 = models.CharField(_("SHA-256 of the report"), max_length=64, blank=True, editable=False)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    school_answer = models.TextField(_("the school's answer"), blank=True)
    acknowledged_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The last numbers given, so that the number of a deleted draft finding or action is never given again.
    last_finding = models.PositiveSmallIntegerField(default=0, editable=False)
    last_action = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-held_on"]
        indexes = [
            # The lists of an office read nothing else of the visits that they do not show.
            models.Index(fields=["school", "held_on", "fiscal_year", "state", "id"], name="visit_of_school"),
            models.Index(fields=["fiscal_year", "state"]),
            models.Index(fields=["held_on"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="visit_code_once_in_school"),
            models.UniqueConstraint(
                fields=["plan_item", "school", "turn"], condition=~Q(state="cancelled"), name="visit_once_a_turn"
            ),
            models.CheckConstraint(
                condition=stamp_pair("reported"),
                name="visit_reported_by_someone",
            ),
            models.CheckConstraint(
                condition=stamp_pair("acknowledged"),
                name="visit_acknowledged_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="visit_cancelled_for_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.school}"

    def get_absolute_url(self):
        return reverse("supervision:visit_detail", args=[self.pk])

    def save(self, *args, **kwargs):
        self.settle_years()
        if not self.code:
            earlier = Visit.objects.filter(school=self.school).numbered_in(self.fiscal_year)
            self.number(earlier.aggregate(last=models.Max("serial"))["last"] or 0)
        super().save(*args, **kwargs)

    def settle_years(self):
        """The day that counts, and the years that it lies in; save() does it, a write of many rows has to."""
        self.held_on = self.visited_on or self.planned_on
        self.fiscal_year, self.academic_year = fiscal_year(self.held_on), academic_year(self.held_on)

    def number(self, last):
        """The number after the school's `last` of the fiscal year. The caller holds the school's row."""
        self.serial = last + 1
        self.code = f"{self.school.moe_code[-6:]}-{self.fiscal_year % 100:02}-V{self.serial:02}"

    def give_number(self, counter):
        """The next number of `last_finding` or `last_action`; the row stays locked until the transaction ends."""
        Visit.objects.filter(pk=self.pk).update(**{counter: F(counter) + 1})
        self.refresh_from_db(fields=[counter])
        return getattr(self, counter)

    @property
    def is_planned(self):
        return self.state == VisitState.PLANNED

    @property
    def is_open_to_edit(self):
        return self.state in OPEN_TO_EDIT

    @property
    def is_sent(self):
        return self.state in SENT

    @property
    def is_counted(self):
        return self.state in COUNTED

    @property
    def is_unanswered(self):
        return self.state == VisitState.REPORTED

    @property
    def days_unanswered(self):
        """Days since the report was sent, while the school has not answered."""
        return (timezone.localdate() - timezone.localdate(self.reported_at)).days if self.is_unanswered else None

    @property
    def answered_by(self):
        """Who answered for the school: by a link, the name that was typed there."""
        link = self.answer_links.exclude(used_at=None).first()
        return link.used_name if link else self.acknowledged_by

    @cached_property
    def school_then(self):
        """The school's facts on the day of the visit; where none are known, as it is today. Has name and network."""
        return self.school.as_at(self.held_on) or self.school

    @property
    def purpose_label(self):
        if self.purpose == VisitPurpose.OTHER and self.purpose_text:
            return self.purpose_text
        return self.get_purpose_display()

    @cached_property
    def team(self):
        """The members, the lead first."""
        return sorted(self.members.select_related("user"), key=lambda member: not member.is_lead)

    @property
    def lead(self):
        return next((member.user for member in self.team if member.is_lead), None)


class VisitMember(Tracked):
    """One of the visit's team; one leads and sends the report (F24)."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Leads the team")
        MEMBER = "member", _("Member of the team")

    visit = models.ForeignKey(Visit, verbose_name=_("visit"), on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="visit_memberships"
    )
    role = models.CharField(_("role in the team"), max_length=10, choices=Role, default=Role.MEMBER)

    class Meta:
        verbose_name = _("member of a visit's team")
        verbose_name_plural = _("members of a visit's team")
        ordering = ["visit", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "user"], name="member_once_in_visit"),
            models.UniqueConstraint(fields=["visit"], condition=Q(role="lead"), name="one_lead_in_visit"),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def is_lead(self):
        return self.role == self.Role.LEAD


class Postponement(Tracked):
    """Each time that a visit was put off: from which day, why, and to which day once that is known (F30)."""

    visit = models.ForeignKey(Visit, verbose_name=_("visit"), on_delete=models.PROTECT, related_name="postponements")
    was_on = models.DateField(_("was planned for"))
    moved_to = models.DateField(_("moved to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=CancelReason)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("postponement")
        verbose_name_plural = _("postponements")
        ordering = ["visit", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(moved_to=None), name="one_open_postponement"),
            models.CheckConstraint(condition=~Q(moved_to=F("was_on")), name="postponement_moves_the_day"),
        ]

    def __str__(self):
        return f"{self.visit}: {self.was_on}"
