from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.formula import read_stated
from qa_portal.core.models import district_scope, stamp_pair
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import search_key

from .expense import Expense
from .project import BUDGETED, ProjectState
from .rows import ProjectRow
from .rules import ProjectRules
from .timed import Timed

SOON = timedelta(days=14)


class ActivityState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


# (colour, icon) of each state; and, for rows `with_standing`, of how what is planned stands with time.
LOOKS = {
    ActivityState.PLANNED: ("secondary", "calendar"),
    ActivityState.DONE: ("success", "check-circle"),
    ActivityState.CANCELLED: ("dark", "x-circle"),
}
TIMELY = {
    "is_stuck": (_("Stuck"), "danger", "exclamation-octagon"),
    "is_late": (_("Late"), "warning", "alarm"),
    "is_soon": (_("Due soon"), "info", "hourglass-split"),
}


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user, "project__district"))

    def top(self):
        """Activities, not their steps."""
        return self.filter(parent=None)

    def of_plan(self):
        """The activities of the projects whose budget is approved."""
        return self.top().filter(project__state__in=BUDGETED)

    def in_hand(self):
        """Those that are to be done now: of projects that are approved and not reported yet."""
        return self.top().filter(project__state__in=(ProjectState.APPROVED, ProjectState.RUNNING))

    def of_person(self, user):
        """Whose work they are: the responsible people's, and that of the project's authors."""
        own = Q(project__owner=user.pk) | Q(project__created_by=user.pk)
        named = Activity.responsible.through.objects.filter(user=user.pk)
        return self.filter(own | Q(pk__in=named.values("activity")))

    def reportable_by(self, user):
        """Those whose doing the user may report: one's own, or the office's for those who manage its projects."""
        if user.scope is not Scope.DISTRICT or not user.can(Verb.RUN_PROJECT):
            return self.none()
        rows = self.visible_to(user).top().filter(project__is_working_copy=False)
        return rows if user.can(Verb.MANAGE_PROJECTS) else rows.of_person(user)

    def late(self, day):
        """Still planned although their last day is over; those timed in words are never late."""
        return self.filter(is_late(day))

    def stuck(self, day):
        """Late for longer than the office allows; or begun, while for as long nothing of the project was reported or
        spent."""
        return self.filter(is_stuck(day))

    def soon(self, day):
        """Still planned, and their last day is near."""
        return self.filter(is_soon(day))

    def within(self, first, last):
        """Those whose time touches these days."""
        return self.filter(period_start__lte=last, period_end__gte=first)

    def with_standing(self, day, rules=None):
        """Adds `is_late`, `is_stuck`, `is_soon` and `due_on` to sort by: without dates at the end. `rules`: those of
        `stuck_rules`, where they are known already."""
        late, stuck, soon = (
            Case(When(condition, then=Value(True)), default=Value(False))
            for condition in (is_late(day), is_stuck(day, rules), is_soon(day))
        )
        due = Coalesce("period_end", Value(date.max), output_field=models.DateField())
        return self.annotate(is_late=late, is_stuck=stuck, is_soon=soon, due_on=due)

    def with_doing(self):
        """Adds `report_count`, `reported_on` (the last day), `people_count` and `paid` (baht) of each."""
        from .doing import ActivityReport, Attendance  # which are about activities

        reports = ActivityReport.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
        people = Attendance.objects.filter(report__activity=OuterRef("pk")).order_by().values("report__activity")
        paid = Expense.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
        return self.annotate(
            report_count=Coalesce(Subquery(reports.annotate(n=Count("pk")).values("n")), 0),
            reported_on=Subquery(reports.annotate(last=Max("done_on")).values("last")),
            people_count=Coalesce(Subquery(people.annotate(n=Sum("count")).values("n")), 0),
            paid=Coalesce(Subquery(paid.annotate(sum=Sum("amount")).values("sum")), Value(Decimal(0))),
        )

    def search(self, text):
        """In the title, or in the name of the project."""
        return self.filter(Q(title__icontains=text.strip()) | Q(project__name_search__contains=search_key(text)))


PLANNED = Q(state=ActivityState.PLANNED)


def is_late(day):
    return PLANNED & Q(period_end__lt=day)


def is_soon(day):
    return PLANNED & Q(period_end__range=(day, day + SOON))


@prepared
def stuck_rules():
    """(office, its ProjectRules.stuck_after_days)."""
    return ProjectRules.objects.order_by("district").values_list("district", "stuck_after_days")


def is_stuck(day, rules=None):
    """By the rule of each office."""
    rules = dict(stuck_rules() if rules is None else rules)
    usual = ProjectRules._meta.get_field("stuck_after_days").default
    condition = ~Q(project__district__in=rules) & _at_rest(day - timedelta(days=usual))
    for days in set(rules.values()):
        offices = [office for office, allowed in rules.items() if allowed == days]
        condition |= Q(project__district__in=offices) & _at_rest(day - timedelta(days=days))
    return PLANNED & condition


def _at_rest(since):
    """Over before this day; or begun before it, and nothing reported or spent in the running project from it on."""
    from .doing import ActivityReport

    reported = Exists(ActivityReport.objects.filter(project=OuterRef("project"), done_on__gte=since))
    spent = Exists(Expense.objects.filter(project=OuterRef("project"), paid_on__gte=since))
    begun = Q(period_start__lt=since) | Q(period_start=None, project__started_at__date__lt=since)
    running = Q(project__state=ProjectState.RUNNING, project__started_at__date__lt=since)
    return Q(period_end__lt=since) | (running & begun & ~reported & ~spent)


@lru_cache(maxsize=4000)
def _address(pk):
    """Tables name the page of each row."""
    return reverse("projects:activity_detail", args=[pk])


class Activity(Timed, ProjectRow):
    """A row of the activity table, or a step inside one (A1-16). `order` runs through the whole table."""

    parent = models.ForeignKey(
        "self", verbose_name=_("step of"), null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    number = models.CharField(
        _("no."), max_length=20, blank=True, help_text=_("As it is printed, for example 1.1 or ๔")
    )
    title = models.TextField(_("activity"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    target_group = models.CharField(_("target group"), max_length=500, blank=True)
    target_count = models.PositiveIntegerField(_("number in the target group"), null=True, blank=True)
    responsible_text = models.CharField(_("responsible, as written"), max_length=500, blank=True)
    responsible = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("responsible"), blank=True, related_name="activities"
    )
    note = models.TextField(_("note"), blank=True)
    budget_title = models.TextField(
        _("title in the budget table"), blank=True, help_text=_("Only where it differs from the title of the activity.")
    )
    budget_number = models.CharField(_("no. in the budget table"), max_length=20, blank=True)
    stated_total_text = models.CharField(_("total as stated"), max_length=60, blank=True)
    stated_total = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState, default=ActivityState.PLANNED, editable=False
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta(ProjectRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        default_related_name = "activities"
        constraints = [
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="activity_not_its_own_step"),
            models.CheckConstraint(condition=stamp_pair("finished"), name="activity_finished_pair"),
        ]
        indexes = [models.Index(fields=["state", "period_end"])]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self):
        return _address(self.pk)

    def save(self, *args, **kwargs):
        self.read_period()
        self.stated_total = read_stated(self.stated_total_text)
        super().save(*args, **kwargs)

    @property
    def where(self):
        """Its id on a page."""
        return f"activity-{self.pk}"

    @property
    def standing(self):
        """(word, colour, icon) of its state; of rows `with_standing`, first of how it stands with time."""
        for name, look in TIMELY.items():
            if getattr(self, name, False):
                return look
        return self.get_state_display(), *LOOKS[self.state]

    def days_late(self, day):
        """How many days it is over its time; None while it is not late."""
        is_late = self.state == ActivityState.PLANNED and self.period_end and self.period_end < day
        return (day - self.period_end).days if is_late else None

    @property
    def name_in_budget(self):
        return self.budget_title or self.title


def set_depths(activities):
    """The rows with `depth`: 0 for activities, 1 for their steps, 2 for parts of steps."""
    depths = {}
    for activity in activities:
        depths[activity.pk] = activity.depth = depths.get(activity.parent_id, -1) + 1
    return activities
