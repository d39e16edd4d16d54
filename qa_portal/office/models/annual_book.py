"""What the office writes itself into its annual book."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope
from qa_portal.core.roles import Verb


class AnnualForewordQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.WRITE_SYNTHESIS) else self.none()


class AnnualForeword(Tracked):
    """The foreword of the annual book of one fiscal year (B.E.), a paragraph a line. Blank: the portal's words."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="+"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    text = models.TextField(_("foreword"), blank=True)

    objects = AnnualForewordQuerySet.as_manager()

    class Meta:
        verbose_name = _("foreword of an annual book")
        verbose_name_plural = _("forewords of annual books")
        ordering = ["-fiscal_year"]
        constraints = [models.UniqueConstraint(fields=["district", "fiscal_year"], name="annual_foreword_once_a_year")]

    def __str__(self):
        return f"{self.district} {self.fiscal_year}"
