"""What the external assessments of a round found: levels by standard, size and network, certification, what the final
report changed, and what a re-assessment brought. Every figure opens the papers that it counts (F43)."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.figures import percent
from schools.models import EducationLevel, Network, SchoolSize
from supervision.models import MOVED, AssessmentRound, Move, ResultKind, ResultPaper, StandardResult

from . import links, narrowing
from .tables import Chart, Figure, Line, Table, figure_column, label_column, percent_column

NOT_STATED, UNKNOWN, NULL_NETWORK = "none", "unknown", "null"  # as supervision.filters.results reads them
CERTIFICATES = {"yes": Q(is_certified=True), "no": Q(is_certified=False), NOT_STATED: Q(is_certified=None)}


@dataclass(frozen=True)
class RoundResults:
    """The papers of one kind in one round that a user may see; of a school that was assessed again the last one."""

    user: object
    round: AssessmentRound
    kind: str

    @cached_property
    def papers(self):
        rows = ResultPaper.objects.visible_to(self.user).filter(assessment__round=self.round, kind=self.kind)
        return rows.counted().order_by()

    @cached_property
    def parts(self):
        """One for each level of education that the round assesses."""
        return [Part(self, level, framework) for level, framework in self.round.frameworks.items()]

    @property
    def by_networks(self):
        return bool(self.user.district_id)

    def url(self, **asked):
        facts = {"round": self.round.pk, "kind": self.kind, "counted": "yes"} | asked
        return f"{reverse('supervision:result_list')}?{urlencode(facts)}"

    @property
    def tables(self):
        """The certified of all levels first, then each level of education that has results."""
        parts = [part for part in self.parts if part.papers.exists()]
        return [certified(self), *(table for part in parts for table in tables_of(part))]


@dataclass(frozen=True)
class OfficeResults(RoundResults):
    """The same of one office, whoever looks, as its pages of figures are narrowed. `user` is none: its rows are those
    of the office's own list."""

    year: object = None

    @classmethod
    def latest(cls, year):
        """The final reports of the newest round, begun by the fiscal year, that has any in the office; None without."""
        papers = ResultPaper.objects.filter(assessment__school__district=year.district, kind=ResultKind.FINAL)
        rounds = AssessmentRound.objects.filter(first_year__lte=year.fiscal, pk__in=papers.values("assessment__round"))
        found = rounds.select_related("early_childhood_framework", "basic_framework").first()
        return cls(None, found, ResultKind.FINAL, year) if found else None

    @cached_property
    def papers(self):
        rows = ResultPaper.objects.filter(assessment__round=self.round, kind=self.kind)
        rows = rows.filter(assessment__school__district=self.year.district)
        return self.year.narrowing.rows(rows, self.year.district, "assessment__school").counted().order_by()

    @property
    def by_networks(self):
        return True

    def url(self, **asked):
        return self.address(self.year, self.round.pk, **asked)

    @staticmethod
    def address(year, round_key, **asked):
        if asked.get("network") == NULL_NETWORK:
            asked["network"] = narrowing.NO_NETWORK
        return links.rows("external", year, round=round_key, kind=ResultKind.FINAL.value, counted="yes", **asked)


@dataclass(frozen=True)
class Part:
    """One level of education, with its own standards and scale."""

    whole: RoundResults
    level: str
    framework: object

    @property
    def word(self):
        return EducationLevel(self.level).label

    @property
    def papers(self):
        return self.whole.papers.filter(assessment__level=self.level)

    @cached_property
    def levels(self):
        return list(self.framework.levels.all())

    @cached_property
    def standards(self):
        return list(self.framework.standards.all())

    def url(self, **asked):
        return self.whole.url(level=self.level, **asked)

    def line(self, label, counts, **asked):
        """A line of papers by level. `counts`: {key of the level or None: papers}."""
        keys = [(str(level.pk), counts.get(level.pk, 0)) for level in self.levels]
        keys.append((NOT_STATED, counts.get(None, 0)))
        figures = {key: Figure(key, label, count, self.url(quality=key, **asked)) for key, count in keys}
        total = sum(count for _key, count in keys)
        return Line(label, figures | {"papers": Figure("papers", label, total, self.url(**asked))})

    def school_line(self, label, rows, **asked):
        """The same of the schools of one kind, with how many are certified. `rows`: as `_by_level` gives them."""
        line = self.line(label, {row["level"]: row["n"] for row in rows}, **asked)
        certified = sum(row["certified"] for row in rows)
        figure = Figure("certified", label, certified, self.url(certified="yes", **asked))
        return Line(label, line.figures | {"certified": figure}, {"share": percent(certified, line.value("papers"))})

    @property
    def columns(self):
        levels = [figure_column(str(level.pk), level.name) for level in self.levels]
        return [*levels, figure_column(NOT_STATED, _("Not stated")), figure_column("papers", _("Number of results"))]

    @property
    def school_columns(self):
        share = percent_column("share", _("Percentage certified"))
        return [*self.columns, figure_column("certified", _("Certified")), share]


def tables_of(part):
    yield by_standard(part)
    yield by_size(part)
    if part.whole.by_networks:
        yield by_network(part)
    if part.whole.kind == ResultKind.FINAL:
        yield from_draft(part)
    yield again(part)


def _table(part, key, title, short, columns, rows, **more):
    return Table(f"{key}_{part.level}", f"{title} ({part.word})", f"{short} {part.word}", columns, rows, **more)


def _empty():
    return _("No result of this kind has been entered in this round yet.")


# ---------------------------------------------------------------- levels


def _by_level(papers, *groups):
    """Of each group and level the number of papers, and of those that certify."""
    certified = Count("pk", filter=CERTIFICATES["yes"])
    return list(papers.values(*groups, "level").annotate(n=Count("pk"), certified=certified))


def by_standard(part):
    """Overall and by standard: how many papers state each level."""
    overall = {row["level"]: row["n"] for row in _by_level(part.papers)}
    lines = [part.line(_("Overall"), overall)]
    stated = StandardResult.objects.filter(paper__in=part.papers.values("pk")).exclude(level=None)
    found = {}
    for row in stated.order_by().values("standard", "level").annotate(n=Count("pk")):
        found.setdefault(row["standard"], {})[row["level"]] = row["n"]
    whole = sum(overall.values())
    for standard in part.standards:
        counts = found.get(standard.pk, {})
        counts[None] = whole - sum(counts.values())
        lines.append(part.line(str(standard), counts, standard=standard.pk))
    keys = [str(level.pk) for level in part.levels]
    bars = [(str(line.label), *map(line.value, keys)) for line in lines if line.value("papers")]
    chart = Chart("stacked_bar", _("Quality levels"), bars, [level.name for level in part.levels])
    columns = [label_column(_("Standard")), *part.columns]
    title = _("Quality levels, overall and by standard")
    return _table(part, "standards", title, _("Quality levels"), columns, lines, charts=[chart], empty=_empty())


def by_size(part):
    sizes = [(size.label, size.value, size.value) for size in SchoolSize]
    sizes.append((_("Number of pupils not known yet"), "", UNKNOWN))
    found = [(label, _by_level(part.papers.of_size(size)), asked) for label, size, asked in sizes]
    lines = [part.school_line(label, rows, size=asked) for label, rows, asked in found if rows]
    return _school_table(part, "sizes", _("Overall levels by size of school"), _("Sizes"), _("Size"), lines)


def by_network(part):
    found = {}
    for row in _by_level(part.papers, "assessment__school__network"):
        found.setdefault(row["assessment__school__network"], []).append(row)
    networks = Network.objects.filter(pk__in=[key for key in found if key]).order_by("name_sort")
    lines = [part.school_line(network.name, found[network.pk], network=network.pk) for network in networks]
    if None in found:
        lines.append(part.school_line(_("No network"), found[None], network=NULL_NETWORK))
    return _school_table(part, "networks", _("Overall levels by network"), _("Networks"), _("Network"), lines)


def _school_table(part, key, title, short, header, lines):
    total = part.school_line(_("Total"), _by_level(part.papers))
    columns = [label_column(header), *part.school_columns]
    return _table(part, key, title, short, columns, lines, total=total, empty=_empty())


# ---------------------------------------------------------------- certified


def certified(results):
    """How many are certified, by level of education."""
    counts = {key: Count("pk", filter=condition) for key, condition in CERTIFICATES.items()}
    found = {row["assessment__level"]: row for row in results.papers.values("assessment__level").annotate(**counts)}
    lines = [_certified_line(results, part.word, found.get(part.level, {}), level=part.level) for part in results.parts]
    summed = {key: sum(row[key] for row in found.values()) for key in CERTIFICATES}
    return Table(
        key="certified",
        title=_("Certified by level of education"),
        short=_("Certified"),
        columns=[
            label_column(_("Level of education")),
            figure_column("yes", _("Certified")),
            figure_column("no", _("Not certified")),
            figure_column(NOT_STATED, _("Not stated")),
            figure_column("papers", _("Number of results")),
            percent_column("share", _("Percentage certified")),
        ],
        rows=lines,
        total=_certified_line(results, _("Total"), summed),
        note=_("Of all results of this kind; a school that was assessed again counts once, with its last result."),
        empty=_empty(),
    )


def _certified_line(results, label, row, **asked):
    counts = {key: row.get(key, 0) for key in CERTIFICATES}
    figures = {key: Figure(key, label, count, results.url(certified=key, **asked)) for key, count in counts.items()}
    total = sum(counts.values())
    figures["papers"] = Figure("papers", label, total, results.url(**asked))
    return Line(label, figures, {"share": percent(counts["yes"], total)})


# ---------------------------------------------------------------- moves


def from_draft(part):
    """Where the final report states another level than the draft."""
    lines = [_moves(part, _("Overall"), part.papers.with_draft(), "move")]
    lines += [
        _moves(part, str(standard), part.papers.with_draft(standard), "move", standard=standard.pk)
        for standard in part.standards
    ]
    return _moves_table(part, "draft", _("From the draft to the final report"), _("Draft, final"), lines)


def again(part):
    """What a re-assessment brought, against the attempt before in the same round."""
    lines = [_moves(part, _("Overall"), part.papers.with_attempt_before(), "again")]
    return _moves_table(part, "again", _("Re-assessment against the attempt before"), _("Re-assessment"), lines)


def _moves(part, label, papers, name, **asked):
    counts = papers.aggregate(**{move.value: Count("pk", filter=condition) for move, condition in MOVED.items()})
    figures = {
        move.value: Figure(move.value, label, counts[move.value], part.url(**{name: move.value}, **asked))
        for move in Move
    }
    return Line(label, figures, {"compared": sum(counts.values())})


def _moves_table(part, key, title, short, lines):
    columns = [label_column(_("Standard")), *(figure_column(move.value, move.label) for move in Move)]
    columns.append(figure_column("compared", _("Compared")))
    empty = _("There is nothing to compare in this round yet.")
    return _table(part, key, title, short, columns, lines, empty=empty)


def sheets(results):
    heading = [str(results.round), str(ResultKind(results.kind).label)]
    return [table.sheet(str(number), heading) for number, table in enumerate(results.tables, 1)]
