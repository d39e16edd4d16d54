from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .plan import kept_by_office


class SchoolBandQuerySet(models.QuerySet):
    def visible_to(self, user):
        return kept_by_office(self, user)[0]

    def editable_by(self, user):
        return kept_by_office(self, user)[1]


class SchoolBand(Tracked):
    """Schools that the office puts together by their results, such as กลุ่มสีดำ-สีแดง (A8-03)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="school_bands"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    name = models.CharField(_("name"), max_length=100)
    schools = models.ManyToManyField("schools.School", verbose_name=_("schools"), blank=True, related_name="bands")

    objects = SchoolBandQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of schools by results")
        verbose_name_plural = _("groups of schools by results")
        ordering = ["-fiscal_year", "name"]
        constraints = [models.UniqueConstraint(fields=["district", "fiscal_year", "name"], name="band_once_a_year")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:band_edit", args=[self.pk])
