import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .visit import visit_scope


class RecheckVerdict(models.TextChoices):
    """F35."""

    FIXED = "fixed", _("Fixed")
    NOT_FIXED = "not_fixed", _("Not fixed")
    NOT_CHECKED = "not_checked", _("Not checked this time")


LOOKS = {
    RecheckVerdict.FIXED: ("success", "check-circle"),
    RecheckVerdict.NOT_FIXED: ("danger", "x-circle"),
    RecheckVerdict.NOT_CHECKED: ("secondary", "dash-circle"),
}


class RecheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(visit_scope(user, "visit"))


class Recheck(Tracked):
    """What a later visit saw of an open finding or promise of an earlier one."""

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="rechecks"
    )
    finding = models.ForeignKey(
        "supervision.Finding",
        verbose_name=_("finding"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rechecks",
    )
    action = models.ForeignKey(
        "supervision.AgreedAction",
        verbose_name=_("agreed action"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rechecks",
    )
    verdict = models.CharField(_("what was seen"), max_length=12, choices=RecheckVerdict)
    note = models.TextField(_("note"), blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "finding"], condition=~Q(finding=None), name="finding_rechecked_once"
            ),
            models.UniqueConstraint(
                fields=["visit", "action"], condition=~Q(action=None), name="action_rechecked_once"
            ),
            models.CheckConstraint(
                condition=Q(finding=None, action__isnull=False) | Q(finding__isnull=False, action=None),
                name="recheck_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.earlier}: {self.get_verdict_display()}"

    @property
    def earlier(self):
        """What was looked at again."""
        return self.finding or self.action

    @property
    def look(self):
        """(word, colour, icon)"""
        return self.get_verdict_display(), *LOOKS[self.verdict]
