"""Which schools have announced their targets of a year, level by level."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.thai import format_date
from schools.models import EducationLevel, TargetSheet, TargetSheetState

TEACHES = {
    EducationLevel.EARLY_CHILDHOOD: Q(has_early_childhood=True),
    EducationLevel.BASIC: Q(has_primary=True) | Q(has_lower_secondary=True) | Q(has_upper_secondary=True),
}


def announced(academic_year):
    return TargetSheet.objects.filter(
        school=OuterRef("pk"), academic_year=academic_year, state=TargetSheetState.ANNOUNCED
    )


def with_announcements(schools, academic_year):
    """Annotates for each level `<level>_sheet` and `<level>_on`, both None where nothing was announced."""
    values = {}
    for level in EducationLevel:
        sheets = announced(academic_year).filter(level=level)
        values |= {
            f"{level}_sheet": Subquery(sheets.values("pk")),
            f"{level}_on": Subquery(sheets.values("announced_on")),
        }
    return schools.annotate(**values)


def missing(academic_year):
    """Of schools: a level is taught of which no targets were announced."""
    gaps = Q(pk__in=[])
    for level, teaches in TEACHES.items():
        gaps |= teaches & ~Exists(announced(academic_year).filter(level=level))
    return gaps


def _column(level):
    return Column(level.value, level.label, _shown(level), 28, f"{level}_on", _link(level))


def _shown(level):
    def shown(school):
        if getattr(school, f"{level}_sheet"):
            day = getattr(school, f"{level}_on")
            return _("Announced %(day)s") % {"day": format_date(day)} if day else _("Announced")
        return _("Not announced yet") if _teaches(school, level) else _("Not taught")

    return shown


def _link(level):
    def link(school):
        sheet = getattr(school, f"{level}_sheet")
        return reverse("schools:target_sheet", args=[sheet]) if sheet else ""

    return link


def _teaches(school, level):
    return school.has_early_childhood if level == EducationLevel.EARLY_CHILDHOOD else school.has_basic


def _sheets_of(school):
    return reverse("schools:target_school", args=[school.pk])


TARGET_COLUMNS = [
    Column("school", gettext_lazy("School"), lambda s: s.name, 34, "name_sort", _sheets_of),
    *(_column(level) for level in EducationLevel),
    Column("network", gettext_lazy("Network"), lambda s: s.network and s.network.name, 24),
    Column("supervisor", gettext_lazy("Supervisor"), lambda s: s.lead and str(s.lead), 26),
]
