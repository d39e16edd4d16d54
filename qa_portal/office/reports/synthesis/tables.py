"""The synthesis as tables of figures, each figure a link to the rows that it counts."""

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from qa_portal.office.reports import links
from qa_portal.office.reports.tables import Chart, Figure, Line, Table, figure_column, label_column, percent_column

from .levels import YEARS


def all_of(asked, education):
    """Every table of one level of education, in the order of the book."""
    return [
        standards(asked, education),
        items(asked, education),
        ranked(asked, education, "strongest"),
        ranked(asked, education, "weakest"),
        trend(asked, education),
    ]


def standards(asked, education):
    lines = [_line(asked, education, spread) for spread in education.standards]
    bars = [
        (str(spread.subject.number), *(spread.counts.get(level.value, 0) for level in education.qualities[::-1]))
        for spread in education.standards
    ]
    title = _("Quality levels by standard: %(level)s") % {"level": education.label}
    return Table(
        key=f"standards_{education.level}",
        title=title,
        short=_("Standards %(level)s") % {"level": education.label},
        columns=_columns(education, _("Standard")),
        rows=lines,
        charts=[Chart("stacked_bar", title, bars, [level.name for level in education.qualities[::-1]])],
        note=_("Counted are reports that are at the office: sent or accepted. Mean: of the values of the levels."),
        empty=_("No report is at the office yet."),
    )


def items(asked, education):
    spreads = [spread for rows in education.items.values() for spread in rows]
    return Table(
        key=f"items_{education.level}",
        title=_("Quality levels by item: %(level)s") % {"level": education.label},
        short=_("Items %(level)s") % {"level": education.label},
        columns=_columns(education, _("Item")),
        rows=[_line(asked, education, spread) for spread in spreads],
        empty=_("No report is at the office yet."),
    )


RANKED = {"strongest": _("Strongest items: %(level)s"), "weakest": _("Weakest items: %(level)s")}
RANKED_SHORT = {"strongest": _("Strongest %(level)s"), "weakest": _("Weakest %(level)s")}


def ranked(asked, education, end):
    """`end`: strongest or weakest."""
    about = {"level": education.label}
    return Table(
        key=f"{end}_{education.level}",
        title=RANKED[end] % about,
        short=RANKED_SHORT[end] % about,
        columns=_columns(education, _("Item")),
        rows=[_line(asked, education, spread) for spread in getattr(education, end)],
        empty=_("No item is rated yet."),
    )


def trend(asked, education):
    """The mean of each standard over the years."""
    years = range(asked.academic_year - YEARS + 1, asked.academic_year + 1)
    return Table(
        key=f"trend_{education.level}",
        title=_("Mean of each standard over the years: %(level)s") % {"level": education.label},
        short=_("Years %(level)s") % {"level": education.label},
        columns=[
            label_column(_("Standard"), 34),
            *(percent_column(str(year), str(year), 12) for year in years),
        ],
        rows=[_trend_line(education, spread, years, asked.academic_year) for spread in education.standards],
        note=_("A year made with an older announcement is carried over by the matches that the office confirmed."),
        empty="",
    )


def _trend_line(education, spread, years, now):
    means = {str(year): education.mean_in(year, spread.subject) for year in years if year != now}
    return Line(str(spread.subject), {}, means | {str(now): spread.mean})


def _columns(education, header):
    return [
        label_column(header, 28),
        *(figure_column(str(level.value), str(level), width=19) for level in education.qualities),
        figure_column("reports", _("Reports"), width=14),
        percent_column("mean", _("Mean"), 13),
    ]


def _line(asked, education, spread):
    address = _address_of(asked, education, spread.subject)
    figures = {
        str(level.value): Figure(
            f"{education.level}_{spread.subject.pk}_{level.value}",
            level.name,
            spread.counts.get(level.value, 0),
            address and f"{address}&quality={level.value}",
        )
        for level in education.qualities
    }
    figures["reports"] = Figure(f"{education.level}_{spread.subject.pk}", __("Reports"), spread.reports, address)
    return Line(str(spread.subject), figures, {"mean": spread.mean})


def _address_of(asked, education, subject):
    """Of the rows behind a line; the nation's have none."""
    if asked.district is None:
        return ""
    about = {"academic_year": asked.academic_year, "education": education.level}
    about |= {"size": asked.size or None, "network": asked.network}
    if hasattr(subject, "code"):
        return links.rows("item", asked, item=subject.pk, **about)
    return links.rows("rating", asked, standard=subject.number, **about)
