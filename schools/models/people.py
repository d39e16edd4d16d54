from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Verb

from .facts import DatedQuerySet
from .scope import school_scope


class CurrentQuerySet(DatedQuerySet):
    def current(self):
        return self.as_at(timezone.localdate())

    def current_or_coming(self):
        """Not yet ended: also what begins on a later day."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


class Membership(Tracked):
    """A person belongs to a school's own people (head, QA teacher, board) from one day to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="memberships"
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("school membership")
        verbose_name_plural = _("school memberships")
        ordering = ["school", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "since"], name="membership_begins_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_end_after_begin"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.school}"


class AssignmentQuerySet(CurrentQuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user))

    def leads(self):
        return self.filter(is_lead=True)

    def leading(self):
        """Who leads today, with the person, the latest first."""
        return self.current().leads().select_related("supervisor").order_by("-since")


class SupervisorAssignment(Tracked):
    """A supervisor answers for a school (ศน.ประจำโรงเรียน, A8-01) from one day to another; one of them leads."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="assignments"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("supervisor"), on_delete=models.PROTECT, related_name="assignments"
    )
    is_lead = models.BooleanField(_("leads"), default=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason or order"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervisor assignment")
        verbose_name_plural = _("supervisor assignments")
        ordering = ["school", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(until=None, is_lead=True), name="one_lead_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_end_after_begin"
            ),
        ]

    def __str__(self):
        return f"{self.supervisor} – {self.school}"

    def get_absolute_url(self):
        return self.school.get_absolute_url()


class ConflictQuerySet(CurrentQuerySet):
    def visible_to(self, user):
        """Everybody their own; the heads of the office those of its schools."""
        if user.can(Verb.ASSIGN_SUPERVISORS):
            return self.filter(school_scope(user))
        return self.filter(user=user)


class Conflict(Tracked):
    """A person must not judge a school: a relative there, a former post (A10-06). Declared by the person or noted by
    the head of the group; it holds from one day to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="conflicts"
    )
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="conflicts"
    )
    reason = models.CharField(_("reason"), max_length=300)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-since"]
        constraints = [models.UniqueConstraint(fields=["user", "school", "since"], name="conflict_begins_once")]

    def __str__(self):
        return f"{self.user} – {self.school}"

    def get_absolute_url(self):
        return reverse("schools:conflict_list")
