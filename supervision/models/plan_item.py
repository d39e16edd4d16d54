"""What is to be done how often, at which schools, by whom (A8-03, F23)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from schools.models import School, SchoolSize

from .plan import SupervisionPlan
from .school_band import SchoolBand
from .visit import VisitPurpose


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
