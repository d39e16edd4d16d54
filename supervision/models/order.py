"""Orders (คำสั่ง) that appoint people, and visit teams with their routes (A5-05, A10-02)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Verb

from .holiday import SATURDAY


class OrderState(models.TextChoices):
    """A18."""

    DRAFT = "draft", _("Being written")
    SIGNED = "signed", _("Signed")
    SUPERSEDED = "superseded", _("Superseded")


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        rows = self.visible_to(user).filter(state=OrderState.DRAFT)
        return rows if user.can(Verb.MANAGE_VISITS) else self.none()

    def in_force(self, day):
        """Also a day that has passed: an order that was superseded since had its time."""
        return self.filter(in_force_on(day))


def in_force_on(day, path=""):
    """The condition that the order at `path` (such as "order__") was in force on that day."""
    signed = Q(**{f"{path}state": OrderState.SIGNED})
    ended = Q(**{f"{path}state": OrderState.SUPERSEDED, f"{path}ended_on__gte": day})
    return Q(**{f"{path}effective_on__lte": day}) & (signed | ended)


class Order(Tracked):
    """An order of the office. Number and date come with the signature; a newer one may supersede it."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="orders"
    )
    number = models.CharField(_("number"), max_length=30, blank=True, help_text=_("As printed, such as 511/2565."))
    subject = models.CharField(_("subject"), max_length=300)
    authority = models.TextField(_("legal authority"), blank=True, help_text=_("The paragraph that begins the order."))
    general_duty = models.TextField(_("general duty"), blank=True)
    dated = models.DateField(_("date of the order"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=150, blank=True)
    signatory_position = models.CharField(_("position of who signs"), max_length=200, blank=True)
    committee = models.ForeignKey(
        "supervision.Committee",
        verbose_name=_("committee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orders",
    )
    tour = models.ForeignKey(
        "supervision.Tour",
        verbose_name=_("round of visits"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orders",
    )
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("supersedes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    state = models.CharField(_("state"), max_length=12, choices=OrderState, default=OrderState.DRAFT, editable=False)
    ended_on = models.DateField(_("in force until"), null=True, blank=True, editable=False)
    stored = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("signed copy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("entered as signed at"), null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("paper", "order")
        verbose_name_plural = _("orders")
        ordering = [F("dated").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], condition=~Q(number=""), name="order_number_once"),
            models.CheckConstraint(condition=stamp_pair("signed"), name="order_signed_pair"),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}".strip()

    def get_absolute_url(self):
        return reverse("supervision:order_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == OrderState.DRAFT

    @property
    def holds_before_signing(self):
        """It is in force from a day before that on which it was signed: a slip to look at, or meant (A12-12)."""
        return bool(self.dated and self.effective_on and self.effective_on < self.dated)


class TourQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_VISITS) else self.none()


class Tour(Tracked):
    """A round of visits by teams: S001 has 9 teams of 5 people, 4 days, 7-8 schools each (A5-05). `daily_rate` is baht
    a person and day; the travel estimate is people × rate × days."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="tours"
    )
    plan_item = models.ForeignKey(
        "supervision.PlanItem",
        verbose_name=_("item of the plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tours",
    )
    name = models.CharField(_("name"), max_length=300)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    daily_rate = models.DecimalField(_("allowance a person and day (baht)"), max_digits=14, decimal_places=2, default=0)
    schools = models.ManyToManyField(
        "schools.School", verbose_name=_("schools to be visited"), blank=True, related_name="tours"
    )

    objects = TourQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of visits by teams")
        verbose_name_plural = _("rounds of visits by teams")
        ordering = ["-begins_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="tour_ends_after_begin")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:tour_detail", args=[self.pk])

    @property
    def dates(self):
        """Every day from the first to the last."""
        return [self.begins_on + timedelta(days=step) for step in range((self.ends_on - self.begins_on).days + 1)]

    def wanted(self):
        """The schools that it is for, neighbours together."""
        return self.schools.select_related("network").order_by("network__name_sort", "name_sort", "pk")

    def uncovered(self):
        """Those without a team."""
        return self.wanted().exclude(pk__in=TourStop.objects.filter(team__tour=self).values("school"))

    @property
    def working_days(self):
        return [day for day in self.dates if day.weekday() < SATURDAY]


class TourTeamQuerySet(models.QuerySet):
    def with_route(self):
        """With people and stops, each in its order, in as many queries for nine teams as for one."""
        people = TourPerson.objects.select_related("user")
        stops = TourStop.objects.select_related("school__network", "visit").order_by("planned_on", "position", "pk")
        return self.prefetch_related(models.Prefetch("people", people), models.Prefetch("stops", stops))


class TourTeam(Tracked):
    tour = models.ForeignKey(Tour, verbose_name=_("round of visits"), on_delete=models.PROTECT, related_name="teams")
    number = models.PositiveSmallIntegerField(_("team"))
    name = models.CharField(_("name"), max_length=200, blank=True)

    objects = TourTeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit team")
        verbose_name_plural = _("visit teams")
        ordering = ["tour", "number"]
        constraints = [models.UniqueConstraint(fields=["tour", "number"], name="team_number_once_in_tour")]

    def __str__(self):
        return gettext("Team %(number)s") % {"number": self.number}

    @property
    def lead(self):
        """Who leads and has an account, so that a visit can be theirs."""
        return next((person.user for person in self.people.all() if person.role == "lead" and person.user_id), None)

    @property
    def days(self):
        """The days on which it is under way."""
        return sorted({stop.planned_on for stop in self.stops.all()})


class TourPerson(Tracked):
    class Role(models.TextChoices):
        LEAD = "lead", _("Leads the team")
        MEMBER = "member", _("Member")

    team = models.ForeignKey(TourTeam, verbose_name=_("team"), on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person of the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tour_seats",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)

    class Meta:
        verbose_name = _("person of a visit team")
        verbose_name_plural = _("people of visit teams")
        ordering = ["team", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=~Q(user=None), name="person_once_in_team"),
            models.UniqueConstraint(fields=["team"], condition=Q(role="lead"), name="one_lead_in_tour_team"),
            models.CheckConstraint(condition=~Q(user=None) | ~Q(name=""), name="tour_person_is_somebody"),
        ]

    def __str__(self):
        return self.name or str(self.user)


class TourStop(Tracked):
    """A school on a team's route and its day; once made, the visit."""

    team = models.ForeignKey(TourTeam, verbose_name=_("team"), on_delete=models.PROTECT, related_name="stops")
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="tour_stops"
    )
    planned_on = models.DateField(_("day"))
    position = models.PositiveSmallIntegerField(_("order of the day"), default=1)
    visit = models.OneToOneField(
        "supervision.Visit",
        verbose_name=_("visit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tour_stop",
    )

    class Meta:
        verbose_name = _("stop of a visit team")
        verbose_name_plural = _("stops of visit teams")
        ordering = ["team", "planned_on", "position"]
        constraints = [models.UniqueConstraint(fields=["team", "school", "planned_on"], name="stop_once_a_day")]

    def __str__(self):
        return f"{self.school} {self.planned_on}"
