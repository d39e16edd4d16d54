from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from qa_portal.core.models import ByWhom, Tracked

from .scope import school_scope


class Grade(models.TextChoices):
    """Grades of OBEC's own pupil table (B7)."""

    K1 = "K1", _("Kindergarten 1")
    K2 = "K2", _("Kindergarten 2")
    K3 = "K3", _("Kindergarten 3")
    P1 = "P1", _("Primary 1")
    P2 = "P2", _("Primary 2")
    P3 = "P3", _("Primary 3")
    P4 = "P4", _("Primary 4")
    P5 = "P5", _("Primary 5")
    P6 = "P6", _("Primary 6")
    M1 = "M1", _("Secondary 1")
    M2 = "M2", _("Secondary 2")
    M3 = "M3", _("Secondary 3")
    M4 = "M4", _("Secondary 4")
    M5 = "M5", _("Secondary 5")
    M6 = "M6", _("Secondary 6")
    V1 = "V1", _("Vocational 1")
    V2 = "V2", _("Vocational 2")
    V3 = "V3", _("Vocational 3")


# The grades of each level, by the field of School that says whether it is taught.
LEVEL_GRADES = {
    "has_early_childhood": (Grade.K1, Grade.K2, Grade.K3),
    "has_primary": (Grade.P1, Grade.P2, Grade.P3, Grade.P4, Grade.P5, Grade.P6),
    "has_lower_secondary": (Grade.M1, Grade.M2, Grade.M3),
    "has_upper_secondary": (Grade.M4, Grade.M5, Grade.M6, Grade.V1, Grade.V2, Grade.V3),
}


class YearFiguresQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user))

    def with_totals(self):
        return self.annotate(boys=Sum("grades__boys"), girls=Sum("grades__girls"), rooms=Sum("grades__rooms"))


class YearFigures(Tracked):
    """A school's figures of one academic year (B.E.). Counts only, never a pupil's identity (B10)."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="figures"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    teachers_male = models.PositiveIntegerField(_("teachers, male"), null=True, blank=True)
    teachers_female = models.PositiveIntegerField(_("teachers, female"), null=True, blank=True)

    objects = YearFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly figures")
        verbose_name_plural = _("yearly figures")
        ordering = ["-academic_year"]
        constraints = [models.UniqueConstraint(fields=["school", "academic_year"], name="figures_once_a_year")]

    def __str__(self):
        return f"{self.school} {self.academic_year}"

    def by_grade(self):
        """{grade: (boys, girls, rooms)} of the grades that are taught."""
        return {row.grade: (row.boys, row.girls, row.rooms) for row in self.grades.all()} if self.pk else {}


class GradeCount(ByWhom):
    """Pupils and classrooms of one grade in one year."""

    figures = models.ForeignKey(YearFigures, on_delete=models.CASCADE, related_name="grades")
    grade = models.CharField(_("grade"), max_length=2, choices=Grade)
    boys = models.PositiveIntegerField(_("boys"), default=0)
    girls = models.PositiveIntegerField(_("girls"), default=0)
    rooms = models.PositiveIntegerField(_("classrooms"), default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pupils of a grade")
        verbose_name_plural = _("pupils by grade")
        constraints = [models.UniqueConstraint(fields=["figures", "grade"], name="grade_once_in_figures")]

    def __str__(self):
        return self.get_grade_display()

    @property
    def total(self):
        return self.boys + self.girls


class Test(models.TextChoices):
    """National tests (B12)."""

    RT = "rt", _("RT reading test")
    NT = "nt", _("NT")
    O_NET = "o_net", _("O-NET")


class TestResult(Tracked):
    """A school's mean in one subject of a national test in one academic year (B.E.); counts and means only (B10)."""

    __test__ = False  # its name is the domain's: no test of ours

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="test_results"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    test = models.CharField(_("test"), max_length=5, choices=Test)
    grade = models.CharField(_("grade"), max_length=2, choices=Grade)
    subject = models.CharField(_("subject"), max_length=100)
    takers = models.PositiveIntegerField(_("pupils who took it"), null=True, blank=True)
    mean = models.DecimalField(_("mean score (per cent)"), max_digits=5, decimal_places=2, null=True, blank=True)
    passed_half = models.PositiveIntegerField(_("pupils at 50 per cent or more"), null=True, blank=True)

    class Meta:
        verbose_name = _("test result")
        verbose_name_plural = _("test results")
        ordering = ["school", "-academic_year", "test", "grade", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "academic_year", "test", "grade", "subject"], name="test_result_once"
            ),
            models.CheckConstraint(
                condition=models.Q(mean=None) | models.Q(mean__gte=0, mean__lte=100), name="test_mean_is_per_cent"
            ),
        ]

    def __str__(self):
        return f"{self.get_test_display()} {self.get_grade_display()} {self.subject} {self.academic_year}"
