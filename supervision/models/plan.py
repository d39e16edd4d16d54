"""The year's plan of supervision: what is to be done how often, at which schools, by whom (A8-03, F23)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb
from schools.models import School, SchoolSize

from .visit import CancelReason, VisitPurpose


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    PROPOSED = "proposed", _("Proposed, not yet approved")
    APPROVED = "approved", _("Approved and in force")


def kept_by_office(rows, user):
    """For rows with a district that the office keeps beside its plan: (rows that the user may see, may write)."""
    if user.scope is Scope.NATION:
        return rows, rows.none()
    own = rows.filter(district=user.district_id) if user.scope is Scope.DISTRICT and user.district_id else rows.none()
    return own, own if user.can(Verb.MANAGE_VISITS) else rows.none()


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own: it tells one school how the others stand, so that schools do not see it."""
        return kept_by_office(self, user)[0]

    def editable_by(self, user):
        """Only a draft is written on; what was proposed or approved goes back to it first."""
        return kept_by_office(self, user)[1].filter(state=PlanState.DRAFT)


class SupervisionPlan(Tracked):
    """The plan of one office and fiscal year. The ก.ต.ป.น. committee acknowledges and the director approves it."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.PROTECT,
        related_name="supervision_plans",
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    name = models.CharField(_("name"), max_length=300)
    aims = models.TextField(_("aims"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT, editable=False)
    project = models.ForeignKey(
        "projects.Project",
        verbose_name=_("project that pays for it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supervision_plans",
    )
    meeting = models.ForeignKey(
        "supervision.Meeting",
        verbose_name=_("meeting that acknowledged it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acknowledged_plans",
    )
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision plan")
        verbose_name_plural = _("supervision plans")
        ordering = ["-fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "fiscal_year"], name="supervision_plan_once_a_year"),
            models.CheckConstraint(condition=stamp_pair("proposed"), name="supervision_plan_proposed_pair"),
            models.CheckConstraint(condition=stamp_pair("approved"), name="supervision_plan_approved_pair"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:plan_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == PlanState.DRAFT


class Unit(models.TextChoices):
    """What one time of a plan's item is."""

    VISIT = "visit", _("Visit to a school")
    MEETING = "meeting", _("Meeting")
    ACTIVITY = "activity", _("Activity or workshop")
    ONLINE = "online", _("Supervision online")


class Period(models.TextChoices):
    YEAR = "year", _("Fiscal year")
    SEMESTER = "semester", _("Semester")
    MONTH = "month", _("Month")
    WEEK = "week", _("Week")
    ALWAYS = "always", _("All the time, not counted")


PERIODS_IN_WORDS = {
    Period.YEAR: _("one fiscal year"),
    Period.SEMESTER: _("one semester"),
    Period.MONTH: _("one month"),
    Period.WEEK: _("one week"),
}
MANY_PERIODS_IN_WORDS = {
    Period.YEAR: _("%(count)s fiscal years"),
    Period.SEMESTER: _("%(count)s semesters"),
    Period.MONTH: _("%(count)s months"),
    Period.WEEK: _("%(count)s weeks"),
}


class SchoolBandQuerySet(models.QuerySet):
    def visible_to(self, user):
        return kept_by_office(self, user)[0]

    def editable_by(self, user):
        return kept_by_office(self, user)[1]


class SchoolBand(Tracked):
    """Schools that the office puts together by their results, such as กลุ่มสีดำ-สีแดง (A8-03)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="school_bands"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    name = models.CharField(_("name"), max_length=100)
    schools = models.ManyToManyField("schools.School", verbose_name=_("schools"), blank=True, related_name="bands")

    objects = SchoolBandQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of schools by results")
        verbose_name_plural = _("groups of schools by results")
        ordering = ["-fiscal_year", "name"]
        constraints = [models.UniqueConstraint(fields=["district", "fiscal_year", "name"], name="band_once_a_year")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:band_edit", args=[self.pk])


class SchoolRule(models.TextChoices):
    """Which schools an item is for."""

    NONE = "none", _("Not by school")
    ALL = "all", _("Every school")
    CHOSEN = "chosen", _("Schools chosen by hand")
    RULE = "rule", _("Schools that meet all conditions below")


class PlanItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=SupervisionPlan.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(plan__in=SupervisionPlan.objects.editable_by(user))


class PlanItem(Tracked):
    """A line of the plan: how often what is done, for which schools, from when until when, by whom and by which budget.
    `as_written` keeps the office's own words of the frequency. What is due, done and late is worked out of it."""

    plan = models.ForeignKey(
        SupervisionPlan, verbose_name=_("supervision plan"), on_delete=models.PROTECT, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("order in the list"))
    code = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("what is done"), max_length=300)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.VISIT)
    times = models.PositiveSmallIntegerField(_("times"), default=1, validators=[MinValueValidator(1)])
    period = models.CharField(_("in each"), max_length=10, choices=Period, default=Period.YEAR)
    every = models.PositiveSmallIntegerField(
        _("of so many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("1: in each. 2 with “month”: once in two months. 3 with “fiscal year”: once in three years."),
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(6)],
        help_text=_("0 is Monday, 6 is Sunday."),
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    as_written = models.CharField(_("frequency as written"), max_length=300, blank=True)
    school_rule = models.CharField(_("schools"), max_length=10, choices=SchoolRule, default=SchoolRule.NONE)
    schools = models.ManyToManyField("schools.School", verbose_name=_("chosen schools"), blank=True, related_name="+")
    networks = models.ManyToManyField("schools.Network", verbose_name=_("networks"), blank=True, related_name="+")
    bands = models.ManyToManyField(SchoolBand, verbose_name=_("groups by results"), blank=True, related_name="+")
    size = models.CharField(_("size"), max_length=10, blank=True)
    level = models.CharField(_("education level"), max_length=20, blank=True)
    only_uncertified = models.BooleanField(_("only schools not certified"), default=False)
    only_below_standard = models.BooleanField(_("only schools of the help list"), default=False)
    owners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("who is responsible"), blank=True, related_name="plan_items"
    )
    owner_text = models.CharField(_("who is responsible, in words"), max_length=200, blank=True)
    purpose = models.CharField(
        _("purpose of the visits"), max_length=20, choices=VisitPurpose, default=VisitPurpose.IQA
    )
    instrument = models.ForeignKey(
        "supervision.Instrument",
        verbose_name=_("instrument"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_items",
    )
    activity = models.ForeignKey(
        "projects.Activity",
        verbose_name=_("activity that pays for it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_items",
    )
    visit_days = models.DecimalField(
        _("days that one time takes"), max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(0)]
    )

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a supervision plan")
        verbose_name_plural = _("items of supervision plans")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_item_position_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="plan_item_ends_after_begin"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("supervision:plan_item_detail", args=[self.plan_id, self.pk])

    @property
    def frequency(self):
        """How often, in words: "every Tuesday", "10 times a fiscal year at each school"."""
        if not self.is_counted:
            return self.get_period_display()
        if self.weekday is not None and self.period == Period.WEEK:
            said = _("every %(day)s") % {"day": WEEKDAYS[self.weekday]}
        else:
            each = PERIODS_IN_WORDS[self.period] if self.every == 1 else MANY_PERIODS_IN_WORDS[self.period]
            said = _("%(times)s × in %(each)s") % {"times": self.times, "each": each % {"count": self.every}}
        return _("%(often)s, at each school") % {"often": said} if self.is_by_school else said

    @property
    def schools_in_words(self):
        """The rule, or its conditions: "network A, small"."""
        if self.school_rule != SchoolRule.RULE:
            return str(self.get_school_rule_display())
        conditions = [
            *map(str, self.networks.all()),
            *map(str, self.bands.all()),
            SchoolSize(self.size).label if self.size else "",
            School._meta.get_field(self.level).verbose_name if self.level else "",
            _("only schools not certified") if self.only_uncertified else "",
            _("only schools of the help list") if self.only_below_standard else "",
        ]
        return ", ".join(str(condition) for condition in conditions if condition)

    @property
    def is_by_school(self):
        return self.school_rule != SchoolRule.NONE

    @property
    def is_counted(self):
        return self.period != Period.ALWAYS

    @property
    def is_of_several_years(self):
        """Visits of earlier years count for it, too."""
        return self.period == Period.YEAR and self.every > 1 and self.unit == Unit.VISIT


class PlanEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(item__in=PlanItem.objects.visible_to(user))

    def held(self):
        return self.filter(held_on__isnull=False)


class PlanEvent(Tracked):
    """One time of an item that is no visit: a meeting, a workshop, a session online. Visits are `Visit` rows of the
    item. It is planned until it has `held_on`; a reason says that it was cancelled (F30)."""

    item = models.ForeignKey(
        PlanItem, verbose_name=_("item of a plan"), on_delete=models.PROTECT, related_name="events"
    )
    planned_on = models.DateField(_("planned for"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField(_("held on"), null=True, blank=True)
    took_part = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    cancel_reason = models.CharField(_("cancelled because"), max_length=20, choices=CancelReason, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PlanEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a supervision plan")
        verbose_name_plural = _("events of supervision plans")
        ordering = ["planned_on", "pk"]
        indexes = [models.Index(fields=["item", "planned_on"], name="plan_event_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(held_on=None) | Q(cancel_reason=""), name="plan_event_held_or_cancelled")
        ]

    def __str__(self):
        return self.title or str(self.item)

    @property
    def standing(self):
        """(word, colour, icon)."""
        if self.held_on:
            return _("Was held"), "success", "check-circle"
        if self.cancel_reason:
            return _("Cancelled"), "secondary", "x-circle"
        return _("Planned"), "info", "calendar-event"


class HolidayQuerySet(models.QuerySet):
    def of(self, district):
        """The days off of an office: everybody's and its own."""
        return self.filter(Q(district=district) | Q(district=None))


class Holiday(Tracked):
    """A day on which nobody works, of the whole country or of one office (a cabinet's or a province's day off)."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="holidays",
        help_text=_("Empty: for the whole country."),
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=200)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(Coalesce("district", 0), "day", name="holiday_once_a_day")]

    def __str__(self):
        return self.name


class CalendarFeed(models.Model):
    """A person's own address of their calendar (ICS); a new key makes the old address dead."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="calendar_feed"
    )
    key = models.CharField(_("key"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return str(self.user)
