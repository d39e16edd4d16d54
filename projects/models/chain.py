"""The desks that a proposal passes, and what each of them said (A10-03, A18)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, stamp_pair

from .of_project import OfProjectQuerySet
from .strategy import OfficeQuerySet


class DeskHolder(models.TextChoices):
    """Who sits at a desk: by the project's group, by role, or the people named at the desk."""

    GROUP_HEAD = "group_head", _("Head of the responsible group")
    PLAN = "plan_staff", _("Policy and plan officers")
    FINANCE = "finance_staff", _("Finance officers")
    DEPUTY = "deputy", _("Deputy directors")
    DIRECTOR = "director", _("Director")
    PEOPLE = "people", _("The people named here")


class ApprovalDeskQuerySet(OfficeQuerySet):
    def in_use(self, district):
        return self.filter(district=district, is_active=True)


class ApprovalDesk(Tracked):
    """One desk of an office's approval chain. Desks with the same step are asked at once; the last step approves."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.PROTECT,
        related_name="approval_desks",
    )
    step = models.PositiveSmallIntegerField(_("step"), help_text=_("Desks with the same number are asked at once."))
    title = models.CharField(_("desk"), max_length=150)
    holder = models.CharField(_("who decides"), max_length=15, choices=DeskHolder)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("people"), blank=True, related_name="+")
    days = models.PositiveSmallIntegerField(_("days to decide"), default=3, help_text=_("Then a reminder goes out."))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ApprovalDeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval desk")
        verbose_name_plural = _("approval desks")
        ordering = ["district", "step", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "step", "title"], name="approval_desk_once"),
            models.CheckConstraint(condition=Q(step__gte=1), name="approval_desk_step_from_one"),
        ]

    def __str__(self):
        return self.title


class Decision(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("desk", "Waiting")
    PASSED = "passed", pgettext_lazy("desk", "Agreed")
    RETURNED = "returned", _("Returned")
    DROPPED = "dropped", _("No longer asked")


# Colour and icon beside the word.
LOOKS = {
    Decision.WAITING: ("info", "hourglass-split"),
    Decision.PASSED: ("success", "check-circle"),
    Decision.RETURNED: ("warning", "arrow-return-left"),
    Decision.DROPPED: ("secondary", "slash-circle"),
}


class ApprovalQuerySet(OfProjectQuerySet):
    def waiting(self):
        return self.filter(decision=Decision.WAITING)

    def decided(self):
        return self.filter(decision__in=(Decision.PASSED, Decision.RETURNED))

    def overdue(self, day):
        return self.waiting().filter(due_on__lt=day)


class Approval(Tracked):
    """A proposal, or an amendment of one, on one desk: since when, until when it should be decided, and what was
    decided by whom, and for whom where the person acts for an absent one. `round` counts the times it was proposed."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="approvals"
    )
    amendment = models.ForeignKey(
        "projects.Amendment",
        verbose_name=_("amendment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    desk = models.ForeignKey(ApprovalDesk, verbose_name=_("desk"), on_delete=models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    step = models.PositiveSmallIntegerField(_("step"))
    opened_at = models.DateTimeField(_("on the desk since"), auto_now_add=True)
    due_on = models.DateField(_("to be decided by"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default=Decision.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("acting for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["project_id", "round", "step", "pk"]
        constraints = [
            models.CheckConstraint(condition=stamp_pair("decided"), name="approval_decided_pair"),
            models.UniqueConstraint(
                fields=["project", "desk", "round"], condition=Q(amendment=None), name="project_approval_once_a_round"
            ),
            models.UniqueConstraint(fields=["amendment", "desk", "round"], name="amendment_approval_once_a_round"),
        ]
        indexes = [models.Index(fields=["decision", "due_on"])]

    def __str__(self):
        return f"{self.desk} {self.get_decision_display()}"

    @property
    def subject(self):
        """What lies on the desk: the amendment, else the proposal."""
        return self.amendment or self.project

    @property
    def is_waiting(self):
        return self.decision == Decision.WAITING

    @property
    def days(self):
        """Whole days on the desk, until the decision or until now."""
        return ((self.decided_at or timezone.now()) - self.opened_at).days

    @property
    def is_overdue(self):
        return self.is_waiting and self.due_on < timezone.localdate()

    @property
    def standing(self):
        return (self.get_decision_display(), *LOOKS[self.decision])


class ProposedVersion(Tracked):
    """What was proposed, each time it was: the text that the desks of a round decide about, in the shape of
    projects.services.snapshot. The next round shows them what has changed since."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="proposed_versions"
    )
    amendment = models.ForeignKey(
        "projects.Amendment",
        verbose_name=_("amendment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposed_versions",
    )
    round = models.PositiveSmallIntegerField(_("round"))
    content = models.JSONField(editable=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed version")
        verbose_name_plural = _("proposed versions")
        ordering = ["project_id", "amendment_id", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "round"], condition=Q(amendment=None), name="project_proposed_once_a_round"
            ),
            models.UniqueConstraint(fields=["amendment", "round"], name="amendment_proposed_once_a_round"),
        ]

    def __str__(self):
        return f"{self.project} {self.round}"


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(approval__in=Approval.objects.visible_to(user))

    def open(self):
        return self.filter(settled_at=None)


class Remark(Tracked):
    """What a desk wants changed, at one section of the proposal; the proposer says when it is settled."""

    approval = models.ForeignKey(Approval, verbose_name=_("approval"), on_delete=models.PROTECT, related_name="remarks")
    section = models.CharField(_("section"), max_length=20)
    text = models.TextField(_("what has to be changed"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["approval_id", "pk"]
        constraints = [models.CheckConstraint(condition=stamp_pair("settled"), name="remark_settled_pair")]

    def __str__(self):
        return self.text
