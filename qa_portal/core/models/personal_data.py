"""Traces of what was done with personal data: who took what out, what was done for one person, what was let go."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .base import stamp_pair


class OfOffice(models.QuerySet):
    def visible_to(self, user):
        """Those of the administrator's own office; what belongs to none is a superuser's."""
        rows = self.filter(district=user.district_id)
        return rows | self.filter(district=None) if user.is_superuser else rows.exclude(district=None)


class DataAccess(models.Model):
    """One file, sheet or paper that a person took out of the portal, or one person's page that they opened. It keeps
    the address, never what stood in it."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), null=True, blank=True, on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("data access", "who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    done_at = models.DateTimeField(_("done at"), auto_now_add=True)
    page = models.CharField(_("page"), max_length=100)
    path = models.CharField(_("address"), max_length=500)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)

    objects = OfOffice.as_manager()

    class Meta:
        verbose_name = _("access to data")
        verbose_name_plural = _("accesses to data")
        ordering = ["-done_at", "-pk"]
        indexes = [models.Index(fields=["district", "-done_at"], name="data_access_of_office")]

    def __str__(self):
        return self.file_name or self.path


class Act(models.TextChoices):
    EXPORT = "export", _("Give out all data of the person")
    ERASE = "erase", _("Erase the person")
    SECOND_FACTOR = "second-factor", _("Turn off the second factor")
    SIGN_INS = "sign-ins", _("Sign out everywhere")


class PersonAct(models.Model):
    """What an administrator, or the person, did with a person's data or account, and why."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    act = models.CharField(_("what was done"), max_length=20, choices=Act)
    reason = models.TextField(_("reason"), max_length=1000)
    done_at = models.DateTimeField(_("done at"), auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("act on a person's data")
        verbose_name_plural = _("acts on people's data")
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(act="erase"), name="person_erased_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="person_act_has_reason"),
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.person}"


class Decision(models.TextChoices):
    REMOVE = "remove", _("Remove them")
    KEEP = "keep", _("Keep them")


class RetentionProposal(models.Model):
    """Data whose time is over, up to the end of a fiscal year (B.E.), laid before a person: nothing goes by itself."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("None: of people who belong to no office."),
    )
    rule = models.CharField(_("kind of data"), max_length=40)
    fiscal_year = models.PositiveSmallIntegerField(_("up to fiscal year"))
    count = models.PositiveIntegerField(_("rows"))
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfOffice.as_manager()

    class Meta:
        verbose_name = _("proposal to remove old data")
        verbose_name_plural = _("proposals to remove old data")
        ordering = ["-fiscal_year", "rule"]
        constraints = [
            models.UniqueConstraint(fields=["district", "rule", "fiscal_year"], name="retention_proposed_once"),
            models.UniqueConstraint(
                fields=["rule", "fiscal_year"], condition=Q(district=None), name="retention_of_no_office_once"
            ),
            models.CheckConstraint(condition=stamp_pair("decided"), name="retention_decided_pair"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="retention_decision_has_stamp",
            ),
        ]

    def __str__(self):
        return f"{self.rule} {self.fiscal_year}"

    def get_absolute_url(self):
        return reverse("core:personal_data_retention", args=[self.pk])
