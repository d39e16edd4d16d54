"""Duties by orders, what each is about, and what nobody has a duty for (A10-04)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, district_scope
from qa_portal.core.roles import Verb

from .order import in_force_on


class DutyTopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_VISITS) else self.none()

    def active(self):
        return self.filter(is_active=True)

    def with_people(self, day):
        """Each with `people_count`, the number of duties for it on that day."""
        held = Duty.objects.on(day).filter(topics=OuterRef("pk")).order_by()
        counted = held.values("topics").annotate(n=Count("pk")).values("n")
        return self.annotate(people_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class DutyTopic(Tracked):
    """Something that somebody has to answer for: a learning area, a centre, a network, a school, a special project
    (A10-04). `text` is the duty as an order words it, a line a point: what a duty begins with (A15)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="duty_topics"
    )
    group = models.CharField(_("group"), max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=200)
    text = models.TextField(
        _("duty in words"), blank=True, help_text=_("As an order words it. A line is a point of its own.")
    )
    network = models.ForeignKey(
        "schools.Network", verbose_name=_("network"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("must be covered"), default=True)

    objects = DutyTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("area of duty")
        verbose_name_plural = _("areas of duty")
        ordering = ["group", "name"]
        constraints = [models.UniqueConstraint(fields=["district", "group", "name"], name="duty_topic_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:duty_topic_detail", args=[self.pk])

    @property
    def place(self):
        """The network, school or project that it is about."""
        return " · ".join(str(row) for row in (self.network, self.school, self.project) if row)


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user, "order__district"))

    def on(self, day):
        """What was somebody's duty on that day."""
        return self.filter(in_force_on(day, "order__")).exclude(since__gt=day).exclude(until__lt=day)

    def as_signed(self):
        """The duties that the order was signed with, without those that a change of it gave."""
        return self.filter(change=None)


class Duty(Tracked):
    """A person's duty by an order, numbered as printed (9.1, 9.2). A `change` of the order may end it and give it to
    another person: the row stays with its days."""

    order = models.ForeignKey(
        "supervision.Order",
        verbose_name=pgettext_lazy("paper", "order"),
        on_delete=models.CASCADE,
        related_name="duties",
    )
    position = models.PositiveSmallIntegerField(_("order in the list"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person of the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    person_position = models.CharField(_("position"), max_length=200, blank=True)
    text = models.TextField(_("duty"))
    topics = models.ManyToManyField(DutyTopic, verbose_name=_("areas of duty"), blank=True, related_name="duties")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    change = models.ForeignKey(
        "supervision.OrderChange",
        verbose_name=_("change of the order"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="duties_given",
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["order", "position"]
        constraints = [models.CheckConstraint(condition=~Q(user=None) | ~Q(name=""), name="duty_is_somebodys")]

    def __str__(self):
        return f"{self.number} {self.person}".strip()

    @property
    def person(self):
        return self.name or str(self.user)

    @property
    def position_shown(self):
        return self.person_position or (self.user.position if self.user_id else "")

    @property
    def first_day(self):
        return self.since or self.order.effective_on

    @property
    def last_day(self):
        """None: until further notice."""
        return min((day for day in (self.until, self.order.ended_on) if day), default=None)
