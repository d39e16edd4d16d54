"""The target levels that a school announces before its year (ประกาศค่าเป้าหมาย, A4-01 step 1, A4-03 4.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope

from .framework import EducationLevel
from .scope import school_scope


class TargetSheetState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    ANNOUNCED = "announced", _("Announced")


class TargetSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The school's own people: all of theirs. Others: what was announced."""
        rows = self.filter(school_scope(user))
        if user.scope is Scope.SCHOOL:
            return rows
        own = Q(school__in=user.memberships.current().values("school"))
        return rows.filter(Q(state=TargetSheetState.ANNOUNCED) | own)

    def editable_by(self, user):
        return self.filter(school__in=user.memberships.current().values("school"))

    def of(self, school, academic_year, level):
        """The sheet of a school's year and level, or None."""
        return self.filter(school=school, academic_year=academic_year, level=level).first()


class TargetSheet(Tracked):
    """One school's targets of one academic year (B.E.) and level. Once announced it stays; a change takes it back to
    writing with a reason, and the history keeps what was announced before."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="target_sheets"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    level = models.CharField(_("education level"), max_length=20, choices=EducationLevel)
    framework = models.ForeignKey(
        "schools.Framework", verbose_name=_("standards framework"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TargetSheetState, default=TargetSheetState.DRAFT, editable=False
    )
    order_number = models.CharField(_("number of the announcement"), max_length=60, blank=True)
    announced_on = models.DateField(_("day of the announcement"), null=True, blank=True)
    paper = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("the signed announcement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True, editable=False)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = TargetSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target levels of a year")
        verbose_name_plural = _("target levels of a year")
        ordering = ["-academic_year", "school__name_sort", "level"]
        constraints = [
            models.UniqueConstraint(fields=["school", "academic_year", "level"], name="targets_once_a_year_and_level"),
            models.CheckConstraint(condition=stamp_pair("announced"), name="targets_announced_pair"),
        ]

    def __str__(self):
        return _("Target levels %(level)s %(year)s, %(school)s") % {
            "level": self.get_level_display(),
            "year": self.academic_year,
            "school": self.school.name,
        }

    def get_absolute_url(self):
        return reverse("schools:target_sheet", args=[self.pk])

    def is_of(self, sar):
        """Whether these are the targets of the year and level of that report."""
        mine = self.school_id, self.academic_year, self.level
        return mine == (sar.school_id, sar.academic_year, sar.level)


class Target(Tracked):
    """The level aimed at for a standard, or for one of its items; `words` as the announcement says it (B3: "not below
    70 per cent = good")."""

    sheet = models.ForeignKey(
        TargetSheet, verbose_name=_("target levels"), on_delete=models.CASCADE, related_name="targets"
    )
    standard = models.ForeignKey(
        "schools.Standard", verbose_name=_("standard"), on_delete=models.PROTECT, related_name="+"
    )
    indicator = models.ForeignKey(
        "schools.Indicator",
        verbose_name=_("rated item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("target level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    words = models.CharField(_("target in words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target level")
        verbose_name_plural = _("target levels")
        ordering = ["sheet", "standard__number", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="target_once_an_item"),
            models.UniqueConstraint(
                fields=["sheet", "standard"], condition=Q(indicator=None), name="target_once_a_standard"
            ),
        ]

    def __str__(self):
        return f"{self.indicator or self.standard}: {self.level or '–'}"


class OwnStandard(Tracked):
    """A standard that a school adds by its context (A4-03 4.2). It has the levels of the sheet's framework."""

    sheet = models.ForeignKey(
        TargetSheet, verbose_name=_("target levels"), on_delete=models.PROTECT, related_name="own_standards"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=300)
    criteria = models.TextField(_("what is looked at"), blank=True)
    target_level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("target level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("school's own standard")
        verbose_name_plural = _("school's own standards")
        ordering = ["sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="own_standard_number_once")]

    def __str__(self):
        return _("Standard %(number)s %(name)s") % {"number": self.number, "name": self.name}
