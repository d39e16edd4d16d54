from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.formula import read_stated
from qa_portal.core.models import stamp_pair
from qa_portal.core.roles import Scope

from .rows import ProjectRow
from .timed import Timed


class ActivityState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.scope is Scope.NATION:
            return self
        return self.filter(project__district=user.district_id) if user.scope is Scope.DISTRICT else self.none()

    def top(self):
        """Activities, not their steps."""
        return self.filter(parent=None)

    def late(self, day):
        """Still planned although their last day is over; those timed in words are never late."""
        return self.filter(state=ActivityState.PLANNED, period_end__lt=day)


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

    def save(self, *args, **kwargs):
        self.read_period()
        self.stated_total = read_stated(self.stated_total_text)
        super().save(*args, **kwargs)

    @property
    def where(self):
        """Its id on a page."""
        return f"activity-{self.pk}"

    @property
    def name_in_budget(self):
        return self.budget_title or self.title


def set_depths(activities):
    """The rows with `depth`: 0 for activities, 1 for their steps, 2 for parts of steps."""
    depths = {}
    for activity in activities:
        depths[activity.pk] = activity.depth = depths.get(activity.parent_id, -1) + 1
    return activities
