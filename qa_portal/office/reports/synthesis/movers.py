"""Which schools moved: each standard's level of a year beside that of the year before."""

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.models import AT_OFFICE, StandardSection


def moves(district, academic_year):
    """Rated standards of the reports at the office with `before` (level value of the year before, None without one, in
    this year's words where the announcement changed) and `change` (levels up or down)."""
    rows = StandardSection.objects.filter(
        sar__school__district=district, sar__cycle__academic_year=academic_year, sar__state__in=AT_OFFICE
    ).exclude(level=None)
    rows = rows.annotate(before=Subquery(_of_year_before(academic_year), output_field=IntegerField()))
    return rows.annotate(change=F("level__value") - F("before"))


def _of_year_before(academic_year):
    """A match carries an older standard and its level over to the newer announcement (F16)."""
    is_same = Q(standard=OuterRef("standard"))
    is_older = Q(standard__continued_by__newer=OuterRef("standard"))
    is_older &= Q(level__continued_by__newer__framework=OuterRef("standard__framework"))
    rows = StandardSection.objects.filter(
        is_same | is_older,
        sar__school=OuterRef("sar__school"),
        sar__level=OuterRef("sar__level"),
        sar__cycle__academic_year=academic_year - 1,
        sar__handed_in_on__isnull=False,
    ).exclude(level=None)
    value = Case(When(is_same, then=F("level__value")), default=F("level__continued_by__newer__value"))
    return rows.order_by("pk").values(value=value)[:1]


MOVE_COLUMNS = [
    Column(
        "school",
        _("School"),
        lambda row: row.sar.school.name,
        34,
        "sar__school__name_sort",
        lambda row: row.sar.get_absolute_url(),
    ),
    Column("network", _("Network"), lambda row: row.sar.school.network and row.sar.school.network.name, 26),
    Column("education", _("Education level"), lambda row: str(row.sar.get_level_display()), 18, "sar__level"),
    Column("standard", _("Standard"), lambda row: str(row.standard), 40, "standard__number"),
    Column("before", _("Year before"), lambda row: row.before, 12, "before", kind="number"),
    Column("now", _("This year"), lambda row: row.level.value, 12, "level__value", kind="number"),
    Column("change", _("Change"), lambda row: signed(row.change), 10, "change"),
]


def signed(change):
    """A move in words that need no colour: up 1, down 2, the same."""
    if change is None:
        return ""
    if change == 0:
        return str(_("the same"))
    return str(_("up %(n)s") if change > 0 else _("down %(n)s")) % {"n": abs(change)}
