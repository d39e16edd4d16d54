from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb


class FrameworkKind(models.TextChoices):
    SCHOOL = "school", _("School standards")
    OFFICE = "office", _("The office's own standards")
    ASSESSOR = "assessor", _("The assessor's standards")


class EducationLevel(models.TextChoices):
    """Each level has its own framework and its own SAR (B4)."""

    EARLY_CHILDHOOD = "early_childhood", _("Early childhood")
    BASIC = "basic", _("Basic education")


USES = []
"""Who else works by a framework: `f(framework)` says whether it does. The apps above add theirs in AppConfig.ready."""


class FrameworkQuerySet(models.QuerySet):
    def for_schools(self, level):
        return self.filter(kind=FrameworkKind.SCHOOL, level=level)

    def visible_to(self, user):
        """The country's frameworks and those of the user's own office."""
        if user.is_superuser or user.scope is Scope.NATION:
            return self
        return self.offered_to(user.district_id)

    def editable_by(self, user):
        """The office's own ones; the country's are the superuser's. What a cycle uses nobody changes: `is_used`."""
        if user.is_superuser:
            return self
        may = user.district_id and user.can(Verb.MANAGE_CYCLES)
        return self.filter(district=user.district_id) if may else self.none()

    def versions_of(self, framework):
        """All that stand for the same kind and level of education, the newest first."""
        return self.filter(kind=framework.kind, level=framework.level).order_by("-in_force_from", "-year", "-pk")

    def offered_to(self, district):
        """The country's frameworks and the district's own."""
        return self.filter(Q(district=None) | Q(district=district))

    def in_force(self, academic_year):
        """Newest first: those that apply in an academic year (B.E.)."""
        return self.filter(in_force_from__lte=academic_year).order_by("-in_force_from", "-year", "-pk")


class Framework(Tracked):
    """One version of a set of standards, with its own items and quality levels. Once a cycle uses it, its wording and
    levels stay as they are: a change is a new version (design: a past record keeps the version it was made with)."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="frameworks",
        help_text=_("Empty: for every district."),
    )
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=FrameworkKind, default=FrameworkKind.SCHOOL)
    level = models.CharField(_("education level"), max_length=20, choices=EducationLevel, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year of the announcement"), help_text=_("Buddhist era, for example 2561")
    )
    in_force_from = models.PositiveSmallIntegerField(_("in force from academic year"))

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("standards framework")
        verbose_name_plural = _("standards frameworks")
        ordering = ["kind", "level", "-year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=FrameworkKind.SCHOOL) | ~Q(level=""), name="school_framework_has_level"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("schools:framework_detail", args=[self.pk])

    @property
    def is_used(self):
        """A cycle asks by it, a school aims by it, or an app above uses it: its words stand in somebody's work."""
        from .targets import TargetSheet

        sheets = TargetSheet.objects.filter(framework=self)
        here = self.early_childhood_cycles.exists() or self.basic_cycles.exists() or sheets.exists()
        return here or any(uses(self) for uses in USES)


class QualityLevel(Tracked):
    """A level of quality in the words of its framework (B3): data, never a fixed list."""

    framework = models.ForeignKey(
        Framework, verbose_name=_("standards framework"), on_delete=models.PROTECT, related_name="levels"
    )
    value = models.PositiveSmallIntegerField(_("value"))
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("quality level")
        verbose_name_plural = _("quality levels")
        ordering = ["framework", "-value"]
        constraints = [models.UniqueConstraint(fields=["framework", "value"], name="level_value_once_in_framework")]

    def __str__(self):
        return f"{self.value} {self.name}"


class Standard(Tracked):
    framework = models.ForeignKey(
        Framework, verbose_name=_("standards framework"), on_delete=models.PROTECT, related_name="standards"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="standard_number_once_in_framework")
        ]

    def __str__(self):
        return _("Standard %(number)s %(name)s") % {"number": self.number, "name": self.name}


class Indicator(Tracked):
    """An item that a school rates: 1.1.1 … 3.5. `group` is the heading it stands under where its standard has such."""

    standard = models.ForeignKey(
        Standard, verbose_name=_("standard"), on_delete=models.PROTECT, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=20)
    group = models.CharField(_("heading"), max_length=300, blank=True)
    name = models.CharField(_("name"), max_length=500)

    class Meta:
        verbose_name = _("rated item")
        verbose_name_plural = _("rated items")
        ordering = ["standard", "position"]
        constraints = [models.UniqueConstraint(fields=["standard", "code"], name="indicator_code_once_in_standard")]

    def __str__(self):
        return f"{self.code} {self.name}"
