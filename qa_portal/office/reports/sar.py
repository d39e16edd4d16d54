"""What the schools say of themselves: the SARs of the academic year, by state, network and quality level."""

from functools import partial

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.models import AT_OFFICE, EducationLevel, QualityLevel, Sar, SarState, Standard, StandardSection

from . import links
from .registry import lines_by_network, summed
from .tables import Chart, Figure, Line, Table, figure_column, label_column

# What each standing of a SAR means, over rows annotated by `with_lateness`.
STANDINGS = {
    "sent": ~Q(handed_in_on=None),
    "not_sent": Q(handed_in_on=None),
    "late": Q(is_late=True),
    "overdue": Q(is_late=True, handed_in_on=None),
    "waiting": Q(state=SarState.SUBMITTED),
    "accepted": Q(state=SarState.ACCEPTED),
}
STANDING_LABELS = {
    "sent": _("Sent"),
    "accepted": _("Accepted"),
    "waiting": _("Waiting for review"),
    "not_sent": _("Not sent yet"),
    "overdue": _("Not sent and overdue"),
    "late": _("Late, sent or not"),
}


def _counts():
    return {"expected": Count("pk")} | {key: Count("pk", filter=standing) for key, standing in STANDINGS.items()}


def _standing_line(year, label, row, network=None):
    figures = {"expected": Figure("expected", _("Expected"), row.get("expected", 0), links.sars(year, network=network))}
    for key, name in STANDING_LABELS.items():
        address = links.sars(year, network=network, standing=key)
        figures[key] = Figure(key, name, row.get(key, 0), address)
    return Line(label, figures)


def by_network(year):
    """The total is the standing of the whole office."""
    rows = year.sars.order_by().with_lateness(year.today).values(network=F("school__network"))
    counted = list(rows.annotate(**_counts()))
    lines = lines_by_network(year, counted, partial(_standing_line, year))
    sent = [(str(line.label), line.value("not_sent"), line.value("sent")) for line in lines if line.value("expected")]
    return Table(
        key="sar_by_network",
        title=_("SARs sent, by network"),
        short=_("SAR by network"),
        columns=[
            label_column(_("Network")),
            figure_column("expected", _("Expected")),
            *(figure_column(key, name) for key, name in STANDING_LABELS.items()),
        ],
        rows=lines,
        total=_standing_line(year, _("Total"), summed(counted, _counts())),
        charts=[Chart("stacked_bar", _("SARs sent, by network"), sent, (_("Not sent yet"), _("Sent")))],
        empty=_("There is no SAR cycle for this academic year yet."),
    )


def by_state(year):
    counted = year.sars.count_by_state()
    lines = [_state_line(year, state.label, state.value, counted[state]) for state in SarState]
    return Table(
        key="sar_by_state",
        title=_("SARs by state"),
        short=_("SAR by state"),
        columns=[label_column(_("State")), figure_column("sars", _("SARs"))],
        rows=lines,
        total=_state_line(year, _("Total"), None, sum(counted.values())),
        charts=[Chart("bar_chart", _("SARs by state"), [(str(line.label), line.value("sars")) for line in lines])],
        empty=_("There is no SAR cycle for this academic year yet."),
    )


def _state_line(year, label, state, count):
    return Line(label, {"sars": Figure("sars", label, count, links.sars(year, state=state))})


# ---------------------------------------------------------------- quality levels


def level_tables(year):
    """One Table a level of education that the cycle asks for: how many reports at the office set each standard at each
    level."""
    frameworks = year.cycle.frameworks if year.cycle else {}
    standards, levels = _by_framework(Standard, frameworks), _by_framework(QualityLevel, frameworks)
    counted = {
        (row["education_level"], row["standard_number"], row["level_value"]): row["count"]
        for row in (year.sars.level_distribution() if frameworks else ())
    }
    return [
        _level_table(year, education, standards[framework.pk], levels[framework.pk], counted)
        for education, framework in frameworks.items()
    ]


def _by_framework(model, frameworks):
    """{framework pk: its rows}, standards by number, levels from the lowest."""
    grouped = {framework.pk: [] for framework in frameworks.values()}
    order = "number" if model is Standard else "value"
    for row in model.objects.filter(framework__in=grouped).order_by(order):
        grouped[row.framework_id].append(row)
    return grouped


def _level_table(year, education, standards, levels, counted):
    label = EducationLevel(education).label
    lines = [_level_line(year, education, standard, levels, counted) for standard in standards]
    names = [level.name for level in levels]
    bars = [(str(line.label), *(line.value(str(level.value)) for level in levels)) for line in lines]
    title = _("Quality levels by standard: %(level)s") % {"level": label}
    return Table(
        key=f"levels_{education}",
        title=title,
        short=_("Levels %(level)s") % {"level": label},
        columns=[
            label_column(_("Standard"), 34),
            *(figure_column(str(level.value), str(level), width=18) for level in reversed(levels)),
            figure_column("rated", _("Reports"), width=12),
        ],
        rows=lines,
        charts=[Chart("stacked_bar", title, bars, names)],
        note=_("Counted are reports that are at the office: sent or accepted."),
        empty=_("No report is at the office yet."),
    )


def _level_line(year, education, standard, levels, counted):
    label = f"{standard.number}. {standard.name}"
    numbers = [counted.get((education, standard.number, level.value), 0) for level in levels]
    about = {"education": education, "standard": standard.number}
    figures = {
        str(level.value): Figure(
            f"{education}_{standard.number}_{level.value}",
            level.name,
            number,
            links.ratings(year, **about, quality=level.value),
        )
        for level, number in zip(levels, numbers, strict=True)
    }
    figures["rated"] = Figure(f"{education}_{standard.number}", label, sum(numbers), links.ratings(year, **about))
    return Line(label, figures)


# ---------------------------------------------------------------- row by row

SAR_COLUMNS = [
    Column("school", _("School"), lambda sar: sar.school.name, 36, "school__name_sort", Sar.get_absolute_url),
    Column("network", _("Network"), lambda sar: sar.school.network and sar.school.network.name, 28),
    Column("level", _("Education level"), lambda sar: str(sar.get_level_display()), 18, "level"),
    Column("year", _("Academic year"), lambda sar: str(sar.academic_year), 12, "cycle__academic_year"),
    Column("state", _("State"), lambda sar: str(sar.get_state_display()), 26, "state"),
    Column("due", _("Due"), lambda sar: sar.due_day, 20, "due_day", kind="date"),
    Column("sent", _("First sent"), lambda sar: sar.handed_in_on, 14, "handed_in_on", kind="date"),
]

RATING_COLUMNS = [
    Column(
        "school", _("School"), lambda row: row.sar.school.name, 36, "sar__school__name_sort",
        lambda row: row.sar.get_absolute_url(),
    ),
    Column("network", _("Network"), lambda row: row.sar.school.network and row.sar.school.network.name, 28),
    Column("education", _("Education level"), lambda row: str(row.sar.get_level_display()), 18, "sar__level"),
    Column("standard", _("Standard"), lambda row: str(row.standard), 40, "standard__number"),
    Column("quality", _("Quality level"), lambda row: str(row.level), 18, "level__value"),
]  # fmt: skip

ITEM_COLUMNS = [
    *RATING_COLUMNS[:3],
    Column("item", _("Item"), lambda row: str(row.indicator), 50, "indicator__code"),
    RATING_COLUMNS[4],
]


def ratings():
    """Levels of standards in the reports that are at the office: the rows behind `level_distribution`."""
    return StandardSection.objects.filter(sar__state__in=AT_OFFICE).exclude(level=None)


def not_sent(year):
    """Reports never sent, one row each."""
    rows = year.sars.not_sent().for_list().order_by("school__name_sort", "level")
    return Table(
        key="sars_not_sent",
        title=_("Self-assessment reports not sent yet"),
        short=_("SAR not sent"),
        columns=[column for column in SAR_COLUMNS if column.key not in {"year", "sent"}],
        rows=list(rows),
        empty=_("Every report of this academic year has been sent, or none is expected."),
    )


def schools_complete(year):
    """(schools that sent every report expected of them, schools of which one is expected)."""
    per_school = year.sars.order_by().values("school").annotate(owed=Count("pk", filter=Q(handed_in_on=None)))
    return per_school.filter(owed=0).count(), per_school.count()
