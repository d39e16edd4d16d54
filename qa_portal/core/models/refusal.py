from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .personal_data import OfOffice


class RefusalQuerySet(OfOffice):
    def add(self, moment, **key):
        """Count one more; the day's first makes the row."""
        rows = self.filter(**key)
        more = {"count": F("count") + 1, "last_at": moment}
        if not rows.update(**more):
            _row, is_new = self.get_or_create(**key, defaults={"last_at": moment})
            if not is_new:  # somebody else was faster
                rows.update(**more)


class Refusal(models.Model):
    """How often a person was refused one page on one day, because they may not do it (403) or because the row is not
    there for them (404). It keeps the pattern of the address, never the row that was asked for. One row for all of a
    day, so that nobody fills the disk by asking."""

    class Status(models.IntegerChoices):
        FORBIDDEN = 403, pgettext_lazy("refusal", "Not allowed")
        NOT_FOUND = 404, pgettext_lazy("refusal", "Not found, or not theirs")

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), null=True, blank=True, on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("data access", "who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    day = models.DateField(_("day"))
    route = models.CharField(_("page"), max_length=200)
    method = models.CharField(pgettext_lazy("refusal", "how it was asked"), max_length=10)
    status = models.PositiveSmallIntegerField(pgettext_lazy("refusal", "why"), choices=Status)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_at = models.DateTimeField(pgettext_lazy("refusal", "last at"))

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refused access")
        verbose_name_plural = _("refused accesses")
        ordering = ["-last_at", "-pk"]
        indexes = [
            models.Index(fields=["district", "-last_at"], name="refusal_of_office"),
            models.Index(fields=["day"], name="refusal_of_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "day", "route", "method", "status"], name="refusal_once_a_day"),
            models.CheckConstraint(condition=Q(status__in=[403, 404]), name="refusal_status_is_a_refusal"),
        ]

    def __str__(self):
        return f"{self.method} {self.route}"
