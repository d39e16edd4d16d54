"""The catalogue of indicators (A14): each with its target, what it came to in the fiscal year, where the figure comes
from and how it is reckoned. What the portal holds no rows for says why it has no figure, and is never estimated."""

from functools import partial

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import AttendeeKind
from qa_portal.core.columns import Column
from qa_portal.core.figures import percent
from qa_portal.core.thai import format_baht
from supervision.models import CoverageRule

from . import duties, links, money, practices, sar, school_counts, supervision
from .external import OfficeResults
from .tables import Figure, Line, Table, figure_column

PERCENT, PEOPLE, SCHOOLS, TIMES = gettext_lazy("per cent"), gettext_lazy("people"), gettext_lazy("schools"), "–"


def school_counts_of(year):
    """{key: schools} of all shares of the open schools, in one query."""
    asked = ("announced", "supported", "enough")
    counts = {key: Count("pk", filter=school_counts.condition(year, key)) for key in asked}
    counts |= {key: Count("pk", filter=practices.counted(year, key)) for key in practices.INDICATOR_LABELS}
    counts |= {"checked": Count("pk", filter=duties.done_at(year, "checked"))}
    counts |= {"visited": Count("pk", filter=Q(pk__in=supervision.visited(year)))}
    return year.schools.order_by().aggregate(schools=Count("pk"), **counts)


def shares_of_schools():
    """(key of `school_counts_of`, name, words of the list) of the shares that are shown beside each other."""
    return [
        ("visited", _("Schools that were monitored"), {"visited": "yes"}),
        ("good", _("Schools with a good practice"), {"practice": "good"}),
        ("announced", _("Schools with standards of internal QA"), {"counted": "announced"}),
        ("supported", _("Schools that were supported and raised"), {"counted": "supported"}),
        ("checked", _("Schools that were checked"), {"duty": "checked"}),
    ]


def _figure(key, value, url, adds=""):
    return Figure(key, _("Numerator") if key == "part" else _("Denominator"), value, url, adds)


def _kpi(code, name, target, formula, source, *, unit=PERCENT, part=None, whole=None, missing="", source_url=""):
    figures = {key: figure for key, figure in (("part", part), ("whole", whole)) if figure}
    facts = {"name": name, "unit": unit, "target": target, "formula": formula, "source": source}
    actual = (percent(part.value, whole.value) if whole else part.value) if part else None
    missing = missing or (_("There is nothing to divide by yet.") if actual is None else "")
    return Line(code, figures, facts | {"actual": actual, "missing": missing, "source_url": source_url})


def _of_schools(year, counts, code, name, target, formula, source, key, **asked):
    """A share of the open schools; `asked`: the words of the list of those that count."""
    return _kpi(
        code,
        name,
        target,
        formula,
        source,
        part=_figure("part", counts[key], links.schools(year, **asked)),
        whole=_figure("whole", counts["schools"], links.schools(year)),
    )


def _people(year, code, name, target, kind):
    rows = school_counts.attendances(year).filter(kind=kind)
    found = rows.aggregate(sum=Sum("count", default=0))["sum"]
    address = links.rows("attendance", year, fiscal_year=year.fiscal, kind=kind.value)
    return _kpi(
        code,
        name,
        target,
        _("people of this kind in the reports of activities; who came twice counts twice"),
        _("Reports of activities"),
        unit=PEOPLE,
        part=_figure("part", found, address, "count"),
    )


def _untold(code, name, target, formula, missing, *, unit=PERCENT, source="–", source_url=""):
    return _kpi(code, name, target, formula, source, unit=unit, missing=missing, source_url=source_url)


def catalogue(year):
    """A Line for each indicator, in the order of its code."""
    counts = school_counts_of(year)
    lines = [*_of_people(year), *_of_judgement(), *_of_elsewhere(), *_of_share(year, counts), *_of_rows(year, counts)]
    return sorted(lines, key=lambda line: (line.label, str(line.facts["name"])))


def _of_people(year):
    heads = _("School heads whose academic skills for internal QA were developed")
    yield _people(year, "K01", heads, _("every head"), AttendeeKind.SCHOOL_HEAD)
    media = _("Committee members in the workshop on media and innovation")
    yield _people(year, "K04", media, _("none stated (activity: 20)"), AttendeeKind.COMMITTEE)
    assessors = _("Assessors developed to the assessors' standard")
    yield _people(year, "K05", assessors, _("200 as goal, 100 as indicator"), AttendeeKind.ASSESSOR)


def _of_judgement():
    """What people judge: the portal keeps no row that says it of each school."""
    judged = _("No rule of the portal says which schools count. It is written at the project whose indicator it is.")
    opinion = _("People judge it; it is not a sum.")
    page = reverse("projects:indicator_list")
    untold = partial(_untold, source=_("Indicators of projects"), source_url=page)
    yield untold(
        "K02", _("Schools with a strong system of internal QA"), "100", _("such schools ÷ open schools × 100"), judged
    )
    yield untold(
        "K03", _("Schools that were developed to the standard"), "–", _("number of such schools"), judged, unit=SCHOOLS
    )
    yield untold(
        "K11",
        _("Media, innovations and good practices of quality"),
        _("yes"),
        _("judged by experts, not reckoned"),
        opinion,
        unit=TIMES,
    )
    yield untold(
        "K12",
        _("A system of supervision and reporting of quality exists"),
        _("yes"),
        _("judged, not reckoned"),
        opinion,
        unit=TIMES,
    )
    yield untold(
        "K13",
        _("Schools with internal supervision of quality"),
        "100",
        _("schools at the level “satisfactory” ÷ open schools × 100"),
        judged,
    )


def _of_elsewhere():
    """What is told elsewhere, and never as one figure."""
    yield _untold(
        "K14",
        _("Satisfaction of schools"),
        "≥ 80",
        _("satisfied ÷ respondents × 100, by activity"),
        _("It is reckoned survey by survey, never over all of them."),
        source=_("Surveys"),
        source_url=reverse("supervision:survey_list"),
    )
    yield _untold(
        "K20",
        _("Internal assessments by the school's own committee"),
        _("at least once a semester"),
        _("assessments done ÷ assessments due × 100"),
        _("Schools do not report these to the portal."),
    )
    yield _untold(
        "K22",
        _("Projects for the items 1–3 of the office's standard 5.4"),
        _("at least one each"),
        _("number of projects"),
        _("They are named at the items of the office's own standards."),
        unit="–",
        source=_("The office's own standards"),
        source_url=reverse("office:own_list"),
    )


def _of_share(year, counts):
    share = partial(_of_schools, year, counts)
    visits, reports, shown = _("Visits that took place"), _("Reports of activities"), _("Published good practices")
    visited = _("schools visited ÷ open schools × 100")
    yield share(
        "K06",
        _("Schools that were monitored"),
        _("every school, once a year"),
        visited,
        visits,
        "visited",
        visited="yes",
    )
    good = _("schools with a published good practice ÷ open schools × 100")
    yield share("K07", _("Schools with a good practice"), "80", good, shown, "good", practice="good")
    announced = _("schools that announced target levels of the academic year ÷ open schools × 100")
    yield share(
        "K08",
        _("Schools with standards of internal QA"),
        "100",
        announced,
        _("Target levels of schools"),
        "announced",
        counted="announced",
    )
    supported = _("schools named in reports of activities ÷ open schools × 100")
    yield share(
        "K09", _("Schools that were supported and raised"), "100", supported, reports, "supported", counted="supported"
    )
    shared = _("schools with one published ÷ open schools × 100")
    yield share(
        "K15",
        _("Schools with a published innovation or good practice"),
        _("none set"),
        shared,
        shown,
        "shared",
        practice="shared",
    )
    rule = CoverageRule.objects.of(year.district)
    enough = _("schools visited as often as the rule asks ÷ open schools × 100")
    yield share(
        "K20",
        _("Visits of the area office done, of those due"),
        str(rule) if rule else _("no rule set"),
        enough,
        visits,
        "enough",
        counted="enough",
    )
    checked = _("schools visited within three fiscal years ÷ open schools × 100")
    yield share(
        "K21",
        _("Schools that were checked"),
        _("at least once in three years"),
        checked,
        visits,
        "checked",
        duty="checked",
    )
    research = _("schools with published research ÷ open schools × 100")
    yield share(
        "4.4",
        _("Schools that use research in their quality assurance"),
        _("every school"),
        research,
        shown,
        "research",
        practice="research",
    )


def _of_rows(year, counts):
    """Shares and numbers of other rows than the open schools."""
    yield _sars_complete(year)
    yield _certified(year)
    spent = money.summary(year)
    yield _kpi(
        "K17",
        _("Use of the budget"),
        _("none set"),
        _("baht spent ÷ baht allocated × 100"),
        _("Ledger of the approved projects"),
        part=spent.figures["paid"],
        whole=spent.figures["allocated"],
    )
    if not year.narrowing:
        yield from _board_visits(year)
    address = links.rows("school", year, merged_in=year.fiscal)
    yield _kpi(
        "K19",
        _("Schools merged into another"),
        _("at least 35 in academic year 2555"),
        _("schools that were closed and merged in the fiscal year"),
        _("Registry of schools"),
        unit=SCHOOLS,
        part=_figure("part", school_counts.merged(year).count(), address),
    )


def _sars_complete(year):
    complete, expected = sar.schools_complete(year)
    addresses = {
        key: links.rows("school", year, academic_year=year.academic, counted=key) for key in ("complete", "expected")
    }
    return _kpi(
        "K10",
        _("Schools that sent their data"),
        "100",
        _("schools that sent every SAR expected of them ÷ schools of which one is expected × 100"),
        _("Self-assessment reports"),
        part=_figure("part", complete, addresses["complete"]),
        whole=_figure("whole", expected, addresses["expected"]),
    )


def _certified(year):
    facts = _("Certified by the external assessor"), "100", _("results that certify ÷ results × 100")
    results = OfficeResults.latest(year)
    if results is None:
        return _untold("K16", *facts, _("No result of an external assessment has been entered yet."))
    found = results.papers.aggregate(papers=Count("pk"), certified=Count("pk", filter=Q(is_certified=True)))
    return _kpi(
        "K16",
        *facts,
        str(results.round),
        part=_figure("part", found["certified"], results.url(certified="yes")),
        whole=_figure("whole", found["papers"], results.url()),
    )


def _board_visits(year):
    for line in duties.board_lines(year):
        yield _kpi(
            "K18",
            line.label,
            _("each member at least once a semester"),
            _("members who visited a school ÷ members × 100"),
            _("Visits that took place"),
            part=line.figures["done"],
            whole=line.figures["due"],
        )


# ---------------------------------------------------------------- as a table


def actual_words(line):
    """What it came to with its unit, or why there is no figure."""
    actual = line.facts["actual"]
    if actual is None:
        return line.facts["missing"]
    return f"{actual}%" if line.facts["unit"] is PERCENT else f"{format_baht(actual)} {line.facts['unit']}"


def table(year):
    return Table(
        key="kpis",
        title=_("Indicators of the office"),
        short=_("Indicators"),
        columns=[
            Column("code", _("Code"), lambda line: line.label, 9),
            Column("name", _("Indicator"), lambda line: str(line.facts["name"]), 40),
            Column("unit", _("Unit"), lambda line: str(line.facts["unit"]), 10),
            Column("target", _("Target"), lambda line: str(line.facts["target"]), 18),
            Column("actual", _("Came to"), actual_words, 26),
            figure_column("part", _("Numerator"), kind="money", width=14),
            figure_column("whole", _("Denominator"), kind="money", width=14),
            Column("formula", _("Formula"), lambda line: str(line.facts["formula"]), 40),
            Column(
                "source",
                _("Source"),
                lambda line: str(line.facts["source"]),
                24,
                link=lambda line: line.facts["source_url"],
            ),
        ],
        rows=catalogue(year),
        note=_("What cannot be computed says why; it is not zero."),
    )
