"""Schools with published good practices, innovations and research of the academic year (A14 K07, K15; A7-05)."""

from functools import partial

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.figures import percent
from schools.models import Practice

from . import links
from .registry import lines_by_network, summed
from .tables import Figure, Line, Table, figure_column, label_column, percent_column

# By the keys of schools.models.practice.COUNTED_KINDS.
INDICATOR_LABELS = {
    "good": _("With a good practice"),
    "shared": _("With a published innovation or good practice"),
    "research": _("With research used"),
}


def counted(year, indicator):
    """Of schools: those that count for an indicator in the year; a school counts once, however many it has."""
    rows = Practice.objects.filter(school__district=year.district).counted_for(indicator, year.own_academic)
    return Q(pk__in=rows.order_by().values("school"))


def by_network(year):
    """The total is the standing of the whole office."""
    counts = {"schools": Count("pk")}
    counts |= {key: Count("pk", filter=counted(year, key)) for key in INDICATOR_LABELS}
    found = list(year.schools.order_by().values("network").annotate(**counts))
    return Table(
        key="practices_by_network",
        title=_("Schools with published good practices, by network"),
        short=_("Good practices"),
        columns=[
            label_column(_("Network"), 28),
            figure_column("schools", _("Open schools"), width=12),
            *(column for key, label in INDICATOR_LABELS.items() for column in _columns(key, label)),
        ],
        rows=lines_by_network(year, found, partial(_line, year)),
        total=_line(year, _("Total"), summed(found, counts)),
        note=_("Counted are entries that the office has published, of the academic year that ends in the fiscal year."),
        empty=_("The office has no open school yet."),
    )


def _columns(key, label):
    return figure_column(key, label, width=16), percent_column(f"{key}_share", _("Per cent"), width=10)


def _line(year, label, row, network=None):
    total = row.get("schools", 0)
    figures = {"schools": Figure("schools", label, total, links.schools(year, network=network))}
    for key, name in INDICATOR_LABELS.items():
        address = links.schools(year, network=network, practice=key)
        figures[key] = Figure(key, name, row.get(key, 0), address)
    shares = {f"{key}_share": percent(row.get(key, 0), total) for key in INDICATOR_LABELS}
    return Line(label, figures, shares)
