"""Who the schools of the office are: by network, size and level taught, on the day that the year is counted."""

from functools import partial

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.models import School, SchoolSize, size_range

from . import links
from .narrowing import LEVELS, NO_NETWORK, SIZE_UNKNOWN
from .tables import Chart, Figure, Line, Table, figure_column, label_column


def network_filter(pk):
    return NO_NETWORK if pk is None else pk


def lines_by_network(year, counted, line):
    """One Line a network from `line(label, row, network=filter)`; schools outside every network only where there are
    such rows. `counted` are rows with the key "network"."""
    found = {row["network"]: row for row in counted}
    return [
        line(name, found.get(pk, {}), network=network_filter(pk))
        for pk, name in year.networks.items()
        if pk is not None or pk in found
    ]


def summed(counted, keys):
    """The row of the whole office from the rows of its parts."""
    return {key: sum(row[key] for row in counted) for key in keys}


# ---------------------------------------------------------------- by network


def by_network(year):
    counts = {"schools": Count("pk"), "pupils": Sum("pupil_count", default=0)}
    counts |= {name: Count("pk", filter=Q(**{name: True})) for name in LEVELS}
    counted = list(year.schools.order_by().values("network").annotate(**counts))
    lines = lines_by_network(year, counted, partial(_network_line, year))
    return Table(
        key="schools_by_network",
        title=_("Schools and pupils by network"),
        short=_("Networks"),
        columns=[
            label_column(_("Network"), 28),
            figure_column("schools", _("Schools"), width=12),
            figure_column("pupils", _("Pupils"), width=12),
            *(figure_column(name, label, width=16) for name, label in LEVELS.items()),
        ],
        rows=lines,
        total=_network_line(year, _("Total"), summed(counted, counts)),
        note=_(
            "Network, size and levels are those of the registry today; pupils are the latest figures of each school."
        ),
        empty=_("The office has no open school yet."),
    )


def _network_line(year, label, row, network=None):
    figures = {
        "schools": Figure("schools", label, row.get("schools", 0), links.schools(year, network=network)),
        "pupils": Figure("pupils", label, row.get("pupils", 0), links.schools(year, network=network), "pupil_count"),
    }
    for name in LEVELS:
        figures[name] = Figure(name, label, row.get(name, 0), links.schools(year, network=network, teaches=name))
    return Line(label, figures)


# ---------------------------------------------------------------- by size


def by_size(year):
    kind = year.district.kind
    sizes = {size: _of_size(*size_range(size, kind)) for size in SchoolSize}
    counts = {size.value: Count("pk", filter=condition) for size, condition in sizes.items()}
    row = year.schools.order_by().aggregate(**counts, unknown=Count("pk", filter=Q(pupil_count=None)))
    lines = [_size_line(year, size.label, size.value, row[size.value]) for size in SchoolSize]
    if row[SIZE_UNKNOWN]:
        lines.append(_size_line(year, _("Number of pupils not known yet"), SIZE_UNKNOWN, row[SIZE_UNKNOWN]))
    return Table(
        key="schools_by_size",
        title=_("Schools by size"),
        short=_("Sizes"),
        columns=[label_column(_("Size")), figure_column("schools", _("Schools"))],
        rows=lines,
        total=_size_line(year, _("Total"), None, sum(row.values())),
        charts=[Chart("bar_chart", _("Schools by size"), [(str(line.label), line.value("schools")) for line in lines])],
        empty=_("The office has no open school yet."),
    )


def _of_size(least, most):
    return Q(pupil_count__gte=least) & (Q() if most is None else Q(pupil_count__lte=most))


def _size_line(year, label, size, count):
    return Line(label, {"schools": Figure("schools", label, count, links.schools(year, size=size))})


SCHOOL_COLUMNS = [
    Column("name", _("School"), lambda school: school.name, 32, "name_sort", School.get_absolute_url),
    Column("moe_code", _("Ministry code"), lambda school: school.moe_code, 22, "moe_code"),
    Column("network", _("Network"), lambda school: school.network and school.network.name, 26, "network__name_sort"),
    Column("amphoe", _("Amphoe"), lambda school: school.amphoe, 18, "amphoe"),
    Column("size", _("Size"), lambda school: school.size and str(school.size.label), 14, "pupil_count"),
    Column("pupils", _("Pupils"), lambda school: school.pupil_count, 12, "pupil_count", kind="number"),
]
