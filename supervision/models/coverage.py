from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class CoverageRuleQuerySet(models.QuerySet):
    def of(self, district):
        """The district's own rule, or the common one."""
        return self.filter(Q(district=district) | Q(district=None)).order_by(F("district").asc(nulls_last=True)).first()


class CoverageRule(Tracked):
    """How often each school is to be visited. The seeds disagree (yearly, S002:253; once in three years, S002:516), so
    it is data: yearly unless the district says otherwise (A5-09)."""

    district = models.OneToOneField(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coverage_rule",
        help_text=_("Empty: for every district without a rule of its own."),
    )
    visits = models.PositiveSmallIntegerField(_("at least this many visits"), default=1)
    years = models.PositiveSmallIntegerField(_("within this many fiscal years"), default=1)
    source = models.CharField(_("rule or order"), max_length=300, blank=True)

    objects = CoverageRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage rule")
        verbose_name_plural = _("coverage rules")
        ordering = ["district"]
        constraints = [
            models.UniqueConstraint(Coalesce("district", 0), name="one_common_coverage_rule"),
            models.CheckConstraint(condition=Q(visits__gte=1, years__gte=1), name="coverage_at_least_one"),
        ]

    def __str__(self):
        if self.years == 1:
            return _("At least %(visits)s a year") % {"visits": self.visits}
        return _("At least %(visits)s in %(years)s years") % {"visits": self.visits, "years": self.years}
