"""Where help goes first (F44, F46): signs that schools and projects show, each with points that the office sets, added
up and always told with their reasons; a person's word stands over the sum."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from projects.models import Activity, Approval, Project, ProjectState
from qa_portal.core.columns import Column
from qa_portal.core.models import District
from qa_portal.core.summaries import Summary
from qa_portal.core.thai import fiscal_year, format_date
from qa_portal.office.models import AttentionWord, Sign, SignWeight
from schools.models import Sar, School
from supervision.models import AgreedAction, FollowUpRules, OwedBy, Visit
from supervision.models.visit import COUNTED
from supervision.reports.help_list import below, uncertified

from .period import moment_of

MOST_TIMES = 3
SHOWN_FIRST = 3
UNVISITED_FROM = 180  # days without a visit before it is a sign at all


@dataclass(frozen=True)
class Found:
    """A sign at one school or project (their keys), how much of it (days or pieces), and the rows it comes from."""

    measure: int
    sentence: str
    url: str


@dataclass(frozen=True)
class Reason:
    sign: str
    found: Found
    points: int


@dataclass
class Thing:
    """A school or a project that shows signs; `word` is what a person said over them."""

    subject: School | Project
    reasons: list[Reason] = field(default_factory=list)
    word: AttentionWord | None = None

    @property
    def points(self):
        return sum(reason.points for reason in self.reasons)

    @property
    def is_school(self):
        return isinstance(self.subject, School)

    @property
    def word_url(self):
        return reverse(f"office:attention_{'school' if self.is_school else 'project'}", args=[self.subject.pk])

    @property
    def place(self):
        return self.word.place if self.word else ""


# ---------------------------------------------------------------- signs at schools


def _list(name, **asked):
    return reverse(name) + "?" + "&".join(f"{key}={value}" for key, value in asked.items())


def _sar_overdue(district, today):
    rows = Sar.objects.filter(school__district=district).overdue(today).order_by()
    for school, due in rows.values_list("school").annotate(due=Min("due_day")):
        said = _("The SAR was due on %(day)s and is not sent.") % {"day": format_date(due)}
        yield school, Found((today - due).days, said, reverse("schools:school_detail", args=[school]))


def _unvisited(district, today):
    """Open schools; one that was never visited counts from the first day of the portal's visits."""
    seen = Max("visits__held_on", filter=Q(visits__state__in=COUNTED, visits__held_on__lte=today))
    rows = School.objects.filter(district=district).open_at(today).order_by().annotate(seen=seen)
    for school, day in rows.values_list("pk", "seen"):
        days = (today - day).days if day else 2 * UNVISITED_FROM
        if days >= UNVISITED_FROM:
            said = _("Last visited on %(day)s.") % {"day": format_date(day)} if day else _("No visit is recorded.")
            yield school, Found(days, said, _list("supervision:visit_list", school=school))


def _promises(district, today):
    rows = AgreedAction.objects.filter(visit__school__district=district, owed_by=OwedBy.SCHOOL).overdue(today)
    for school, count, due in rows.order_by().values_list("visit__school").annotate(n=Count("pk"), due=Min("due_on")):
        said = _("%(count)s agreed actions are overdue, the oldest since %(day)s.")
        said %= {"count": count, "day": format_date(due)}
        yield school, Found(count, said, _list("supervision:action_list", school=school, standing="overdue"))


def _silent(district, today):
    days = FollowUpRules.objects.of(district.pk).answer_days
    before = moment_of(today) - timedelta(days=days)
    rows = Visit.objects.filter(school__district=district).unanswered().filter(reported_at__lt=before)
    for school, count in rows.order_by().values_list("school").annotate(n=Count("pk")):
        said = _("%(count)s reports have no answer for more than %(days)s days.") % {"count": count, "days": days}
        yield school, Found(count, said, reverse("schools:school_detail", args=[school]))


def _sentences(rows):
    """From (school, sentence) rows: one sign a school, with all its sentences."""
    told = {}
    for school, sentence in rows:
        told.setdefault(school, []).append(sentence)
    for school, sentences in told.items():
        yield school, Found(len(sentences), " · ".join(sentences), reverse("office:school_claims", args=[school]))


def _below(district, today):
    return _sentences(below(_open(district, today), district.pk))


def _uncertified(district, today):
    return _sentences(uncertified(_open(district, today)))


def _open(district, today):
    return School.objects.filter(district=district).open_at(today)


# ---------------------------------------------------------------- signs at projects


def _stuck(district, today):
    rows = Activity.objects.filter(project__district=district).in_hand().stuck(today).order_by()
    for project, count in rows.values_list("project").annotate(n=Count("pk")):
        url = reverse("projects:project_detail", args=[project])
        yield project, Found(count, _("%(count)s activities stand still.") % {"count": count}, url)


def _report_late(district, today):
    rows = Project.objects.filter(district=district, state=ProjectState.RUNNING, is_working_copy=False)
    for project, due in rows.filter(report_due_on__lt=today).order_by().values_list("pk", "report_due_on"):
        said = _("The result report was due on %(day)s.") % {"day": format_date(due)}
        yield project, Found((today - due).days, said, reverse("projects:result_detail", args=[project]))


def _desk_late(district, today):
    rows = Approval.objects.waiting().filter(project__district=district, due_on__lt=today).order_by()
    for project, due in rows.values_list("project").annotate(due=Min("due_on")):
        said = _("It should have been decided on %(day)s.") % {"day": format_date(due)}
        yield project, Found((today - due).days, said, reverse("projects:project_detail", args=[project]))


@dataclass(frozen=True)
class Rule:
    """How a sign is found, and what it counts where the office has said nothing: `points` for every begun `per`."""

    find: Callable[[object, date], object]
    model: type
    points: int
    per: int


RULES = {
    Sign.UNCERTIFIED: Rule(_uncertified, School, 15, 1),
    Sign.SAR_OVERDUE: Rule(_sar_overdue, School, 10, 14),
    Sign.BELOW: Rule(_below, School, 8, 1),
    Sign.PROMISES: Rule(_promises, School, 5, 1),
    Sign.UNVISITED: Rule(_unvisited, School, 5, UNVISITED_FROM),
    Sign.SILENT: Rule(_silent, School, 3, 1),
    Sign.REPORT_LATE: Rule(_report_late, Project, 8, 14),
    Sign.DESK_LATE: Rule(_desk_late, Project, 6, 7),
    Sign.STUCK: Rule(_stuck, Project, 5, 1),
}


def weights_of(district):
    """{sign: (points, per)}, the office's own or those that hold without."""
    own = {row.sign: (row.points, row.per) for row in SignWeight.objects.filter(district=district)}
    return {sign: own.get(sign, (rule.points, rule.per)) for sign, rule in RULES.items()}


def points_for(measure, points, per):
    """`points` for every begun `per` of the measure, at most three times."""
    return points * min(MOST_TIMES, -(-measure // per))


def ranked(district, today, *, only=None):
    """Every school and project of the office that shows a sign or of which somebody has spoken: those put first, by
    points, those put later. `only`: no more than so many, and none that is put later."""
    told = SIGNS[get_language()].of(district.pk, fiscal_year(today), today)
    words = _words(district, today)
    keys = _in_order(told, words)
    if only is not None:
        keys = [key for key in keys if _place(words, key) != AttentionWord.Place.LATER][:only]
    reasons = {(kind, key): [Reason(sign, Found(*found), points) for sign, found, points in rest]
               for kind, key, _name, rest in told}  # fmt: skip
    subjects = _subjects(keys)
    return [Thing(subjects[key], reasons.get(key, []), words.get(key)) for key in keys if key in subjects]


def first_of(district, today):
    """What to look at this week."""
    return ranked(district, today, only=SHOWN_FIRST)


KINDS = {model._meta.model_name: model for model in (School, Project)}
ORDER = {AttentionWord.Place.FIRST: 0, "": 1, AttentionWord.Place.LATER: 2}


def _words(district, today):
    """{(kind, key): the word of a person that stands over the sum}."""
    rows = AttentionWord.objects.filter(district=district).on(today).select_related("said_by", "school", "project")
    return {("school", row.school_id) if row.school_id else ("project", row.project_id): row for row in rows}


def _place(words, key):
    return words[key].place if key in words else ""


def _in_order(told, words):
    """The keys, (kind, key), of what shows signs and of what was spoken of."""
    ranks = {(kind, key): (-sum(points for *_sign, points in rest), name) for kind, key, name, rest in told}
    for key, word in words.items():
        ranks.setdefault(key, (0, str(word.school or word.project)))
    return sorted(ranks, key=lambda key: (ORDER[_place(words, key)], *ranks[key]))


def _subjects(keys):
    """{(kind, key): school or project}."""
    asked = {name: [key for kind, key in keys if kind == name] for name in KINDS}
    found = {name: KINDS[name].objects.in_bulk(numbers) if numbers else {} for name, numbers in asked.items()}
    return {(name, key): row for name, rows in found.items() for key, row in rows.items()}


def _signs_in(language):
    """Of districts, in the words of a language: {key: what shows signs}."""

    def signs(districts, fiscal, day):
        with override(language):
            return {row.pk: _signs_of(row, day) for row in District.objects.filter(pk__in=districts)}

    return signs


def _signs_of(district, day):
    """[kind, key, name, [[sign, [measure, sentence, address], points]]] of each school and project, its heaviest sign
    first."""
    told = {}
    for sign, (points, per) in weights_of(district).items():
        rule = RULES[sign]
        for key, row in rule.find(district, day) if points else ():
            given = points_for(row.measure, points, per)
            found = [str(sign.label), [row.measure, row.sentence, row.url], given]
            told.setdefault((rule.model._meta.model_name, key), []).append(found)
    subjects = _subjects(told)
    return [
        [*key, str(subjects[key]), sorted(rest, key=lambda found: -found[-1])]
        for key, rest in told.items()
        if key in subjects
    ]


SIGNS = {code: Summary(f"signs_{code}", _signs_in(code)) for code, _name in settings.LANGUAGES}


COLUMNS = [
    Column("subject", gettext_lazy("School or project"), lambda thing: str(thing.subject), 40),
    Column("points", gettext_lazy("Points"), lambda thing: thing.points, 10, kind="number"),
    Column("reasons", gettext_lazy("Why"), lambda thing: "\n".join(row.found.sentence for row in thing.reasons), 70),
    Column(
        "word", gettext_lazy("The office's word"), lambda thing: thing.word and str(thing.word.get_place_display()), 16
    ),
    Column("because", gettext_lazy("Reason"), lambda thing: thing.word and thing.word.reason, 40),
    Column("until", gettext_lazy("Until"), lambda thing: thing.word and thing.word.until, 14, kind="date"),
]
