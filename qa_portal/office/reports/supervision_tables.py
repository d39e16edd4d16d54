"""Tables of the supervision report beyond those of the director's page: months, supervisors, standards, findings,
promises, help and satisfaction. Each counts the visits of an OfficeYear, of a network where it is one's."""

from collections import Counter

from django.db.models import Avg, Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.figures import decimals, percent
from qa_portal.core.thai import format_date, month_range
from supervision.models import (
    FEWEST,
    AgreedAction,
    Answer,
    Finding,
    Outcome,
    OwedBy,
    Severity,
    SupportPlan,
    Survey,
    VisitMember,
)
from supervision.models.visit import SENT
from supervision.reports.survey import look_of

from .tables import PercentColumn, Table


def _numbers(*headers):
    """A column of numbers a header, from the places after the first of a row of a tuple."""
    return [
        Column(f"n{place}", header, lambda row, at=place: row[at], 14, kind="number")
        for place, header in enumerate(headers, 1)
    ]


def _words(header, place=0, width=36):
    return Column(f"w{place}", header, lambda row: str(row[place]), width)


def _percent(key, header, place):
    return PercentColumn(key, header, lambda row: row[place], 14, kind="money")


def by_month(year):
    """Every month of the fiscal year, with its visits and the schools that they saw."""
    days = year.visits.counted().order_by().values_list("held_on", "school")
    rows = []
    for number in range(12):
        month = (9 + number) % 12 + 1
        first, last = month_range(year.fiscal - (month >= 10), month)
        found = [school for day, school in days if first <= day <= last]
        rows.append((format_date(first, "long").split(" ", 1)[1], len(found), len(set(found))))
    return Table(
        key="visits_by_month",
        title=_("Visits by month"),
        short=_("Months"),
        columns=[_words(_("Month")), *_numbers(_("Visits"), _("Schools"))],
        rows=rows,
    )


def by_supervisor(year):
    """Who was at how many visits, and led how many; a visit of several counts for each."""
    people = VisitMember.objects.filter(visit__in=year.visits.counted().order_by())
    rows = (
        people.order_by("user__first_name", "user__last_name", "user")
        .values_list("user", "user__first_name", "user__last_name")
        .annotate(
            visits=Count("visit", distinct=True),
            led=Count("visit", filter=Q(role=VisitMember.Role.LEAD), distinct=True),
            schools=Count("visit__school", distinct=True),
        )
    )
    return Table(
        key="visits_by_supervisor",
        title=_("Visits by supervisor"),
        short=_("Supervisors"),
        columns=[_words(_("Name")), *_numbers(_("Visits"), _("Led"), _("Schools"))],
        rows=[(f"{first} {last}".strip(), visits, led, schools) for _pk, first, last, visits, led, schools in rows],
        note=_("A visit of several people counts for each of them."),
        empty=_("No visit has taken place in this fiscal year yet."),
    )


def scores_by_standard(year):
    """The mean of what was rated at the visits that were reported, by the standard that the item looks at."""
    return Table(
        key="scores_by_standard",
        title=_("Ratings at the visits, by standard"),
        short=_("Standards"),
        columns=[
            _words(_("Standard"), width=52),
            *_numbers(_("Schools"), _("Ratings"), _("Lowest"), _("Highest")),
            _percent("mean", _("Mean"), 5),
        ],
        rows=[
            (f"{number} {name}", schools, answers, least, most, decimals(mean))
            for _framework, number, name, schools, answers, least, most, mean in _scores(year)
        ],
        note=_("Items of the instruments that look at no standard, and items not applicable, do not count."),
        empty=_("No item that looks at a standard was rated at a visit of this fiscal year."),
    )


def _scores(year):
    """(framework, number, name, schools, answers, lowest, highest, mean) of each standard."""
    rated = Answer.objects.filter(visit__in=_sent(year), level__isnull=False, item__indicator__isnull=False)
    return (
        rated.order_by("item__indicator__standard__framework__name", "item__indicator__standard__number")
        .values_list("item__indicator__standard__framework__name", "item__indicator__standard__number")
        .annotate(
            name=Max("item__indicator__standard__name"),
            schools=Count("visit__school", distinct=True),
            answers=Count("pk"),
            least=Min("level__value"),
            most=Max("level__value"),
            mean=Avg("level__value"),
        )
    )


def findings(year):
    """By category and how pressing; strengths by themselves."""
    rows = Finding.objects.filter(visit__in=_sent(year)).order_by()
    counted = rows.values_list("category__name", "category__position").annotate(
        strength=Count("pk", filter=Q(kind="strength")),
        develop=Count("pk", filter=Q(kind="develop")),
        problem=Count("pk", filter=Q(kind="problem")),
        **{severity.value: Count("pk", filter=Q(severity=severity)) for severity in Severity},
    )
    return Table(
        key="findings",
        title=_("Findings by category and how pressing they are"),
        short=_("Findings"),
        columns=[
            _words(_("What it is about")),
            *_numbers(_("Strengths"), _("Points to develop"), _("Problems"), *Severity.labels),
        ],
        rows=[(name, *counts) for name, _position, *counts in sorted(counted, key=lambda row: (row[1], row[0]))],
        empty=_("Nothing was found at a reported visit of this fiscal year."),
    )


def promises(year):
    """How what was agreed at the visits of the year is kept, by whom it is owed."""
    counts = Counter(
        AgreedAction.objects.filter(visit__in=_sent(year)).with_outcome().order_by().values_list("owed_by", "outcome")
    )
    rows = [(side.label, *(counts[side, outcome] for outcome in Outcome.values)) for side in OwedBy]
    shares = [(*row, percent(row[1], sum(row[1:4]))) for row in rows if any(row[1:])]
    return Table(
        key="promises",
        title=_("How promises are kept"),
        short=_("Promises"),
        columns=[_words(_("Owed by")), *_numbers(*Outcome.labels), _percent("share", _("Kept in time (%)"), 5)],
        rows=shares,
        note=_("Of those of which it is known how they were kept."),
        empty=_("Nothing has been agreed at a visit of this fiscal year yet."),
    )


def helped(year):
    """The schools of the help list that were helped within the year."""
    plans = SupportPlan.objects.filter(
        school__in=year.schools.order_by(), begins_on__lte=year.last_day, ends_on__gte=year.first_day
    )
    rows = plans.select_related("school", "lead").annotate(reviews_held=Count("reviews")).order_by("school__name_sort")
    return Table(
        key="helped",
        title=_("Schools of the help list"),
        short=_("Help list"),
        columns=[
            Column("school", _("School"), lambda row: row.school.name, 34),
            Column("reason", _("Why it is on the list"), lambda row: str(row.get_reason_display()), 26),
            Column("lead", _("Who leads"), lambda row: str(row.lead), 24),
            Column("reviews", _("Reviews held"), lambda row: row.reviews_held, 12, kind="number"),
            Column("state", _("State"), lambda row: str(row.get_state_display()), 18),
        ],
        rows=list(rows),
        empty=_("No school was helped by a plan in this fiscal year."),
    )


def satisfaction(year):
    """The surveys of the office that ended within the year, where answers enough came to be shown (K14)."""
    ended = Survey.objects.filter(district=year.district, closes_on__range=(year.first_day, year.last_day))
    rows = ended.ended(year.today).with_counts().filter(response_count__gte=FEWEST).order_by("closes_on", "pk")
    return Table(
        key="satisfaction",
        title=_("Satisfaction surveys"),
        short=_("Surveys"),
        columns=[
            Column("title", _("Survey"), lambda row: row.title, 44),
            Column("asked", _("Asked"), lambda row: row.asked, 12, kind="number"),
            Column("answers", _("Answers received"), lambda row: row.response_count, 12, kind="number"),
            Column("satisfied", _("Satisfied"), lambda row: row.satisfied_count, 12, kind="number"),
            Column("result", _("Result against the target"), _result, 28),
        ],
        rows=list(rows),
        note=_("Surveys with fewer than 5 answers are left out."),
        empty=_("No survey with at least 5 answers ended in this fiscal year."),
    )


def _result(survey):
    return str(look_of(survey, survey.response_count, survey.satisfied_count)[0])


def _sent(year):
    return year.visits.filter(state__in=SENT).order_by()
