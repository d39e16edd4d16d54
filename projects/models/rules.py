from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .strategy import OfficeQuerySet


class ProjectRules(Tracked):
    """What an office asks of its projects. An office without a row of its own goes by the defaults (`rules_of`)."""

    district = models.OneToOneField(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="project_rules"
    )
    receipt_above = models.DecimalField(
        _("a document is needed above (baht)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("An expense above it needs a file. Blank: never."),
    )
    report_due_days = models.PositiveSmallIntegerField(
        _("days for the result report"), default=30, help_text=_("After the last day of the project.")
    )
    problems_above_percent = models.PositiveSmallIntegerField(
        # xgettext:no-python-format  # noqa: ERA001
        _("problems must be told above (% unspent)"),
        default=30,
        validators=[MaxValueValidator(100)],
    )
    stuck_after_days = models.PositiveSmallIntegerField(
        _("stuck after (days)"), default=30, help_text=_("An activity that is late for longer is stuck.")
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules for projects")
        verbose_name_plural = _("rules for projects")

    def __str__(self):
        return str(self.district)


def rules_of(district):
    return ProjectRules.objects.filter(district=district).first() or ProjectRules(district=district)
