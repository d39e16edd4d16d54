"""The year's plan of supervision (A8-03, F23): its state and approval. What it holds are `PlanItem` rows."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Verb, office_can


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    PROPOSED = "proposed", _("Proposed, not yet approved")
    APPROVED = "approved", _("Approved and in force")


def kept_by_office(rows, user):
    """For rows with a district that the office keeps beside its plan: (rows that the user may see, may write)."""
    seen = rows.filter(district_scope(user))
    may_write = office_can(user, Verb.MANAGE_VISITS)
    return seen, seen if may_write else rows.none()


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
