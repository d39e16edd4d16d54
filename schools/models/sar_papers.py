from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope

from .sar import Sar


class SarFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The school's own people: every version. Others: those that were sent to the office."""
        rows = self.filter(sar__in=Sar.objects.visible_to(user))
        if user.scope is Scope.SCHOOL:
            return rows
        return rows.filter(Q(sent_at__isnull=False) | Q(sar__in=Sar.objects.own_of(user)))


class SarFile(Tracked):
    """One version of the report's PDF; every version is kept, with its hash, who and when (F18)."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="files"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    stored = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)

    objects = SarFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF version of a SAR")
        verbose_name_plural = _("PDF versions of a SAR")
        ordering = ["sar", "-number"]
        constraints = [models.UniqueConstraint(fields=["sar", "number"], name="file_number_once_in_sar")]

    def __str__(self):
        return f"{self.number}: {self.stored}"


class BoardApprovalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(sar__in=Sar.objects.readable_by(user))


class BoardApproval(Tracked):
    """One presentation to the school's board: its meeting and, once given, its approval (A4-01 step 8, F19). At most
    one a report has not lapsed."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="approvals"
    )
    met_on = models.DateField(_("day of the board meeting"), null=True, blank=True)
    chair_name = models.CharField(_("chair of the board"), max_length=150, blank=True)
    members_present = models.TextField(_("members present"), blank=True, help_text=_("One name a line."))
    minutes = models.ForeignKey(
        "core.StoredFile", verbose_name=_("minutes"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True, blank=True, editable=False)

    objects = BoardApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("board approval")
        verbose_name_plural = _("board approvals")
        ordering = ["sar", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["sar"], condition=Q(lapsed_at=None), name="approval_in_force_once"),
            models.CheckConstraint(condition=stamp_pair("approved"), name="approval_approved_pair"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} – {self.sar}"

    @property
    def look(self):
        """(word, colour, icon) of where this approval stands."""
        if self.lapsed_at:
            return _("No longer holds"), "secondary", "x-circle"
        if self.approved_at:
            return _("The board approved"), "success", "patch-check"
        return _("Waits for the board"), "info", "hourglass-split"


class SarReminder(models.Model):
    """A school was reminded that this report is owed, by a person or, without one, by the cycle's own cadence;
    append-only."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="reminders"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at"]

    def __str__(self):
        return f"{self.sar} – {self.sent_by or _('by itself')}"
