"""What a survey says, with its arithmetic (K14). Nothing is shown before it has ended, nor of fewer than FEWEST
answers, and nowhere stands which answers are the same person's."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.services.asides import Aside
from qa_portal.core.figures import mean_of, percent
from qa_portal.core.thai import sort_key
from supervision.models import FEWEST, AnswersAs, Survey, SurveyAnswer, SurveyQuestion


@dataclass(frozen=True)
class QuestionResult:
    question: object
    counts: tuple[int, ...]  # of 5, 4, 3, 2, 1
    satisfied_from: Decimal

    @property
    def answered(self):
        return sum(self.counts)

    @property
    def total(self):
        return sum(points * count for points, count in zip((5, 4, 3, 2, 1), self.counts, strict=True))

    @property
    def mean(self):
        return mean_of(self.total, self.answered)

    @property
    def satisfied(self):
        return sum(
            count for points, count in zip((5, 4, 3, 2, 1), self.counts, strict=True) if points >= self.satisfied_from
        )

    @property
    def share(self):
        return percent(self.satisfied, self.answered)


@dataclass(frozen=True)
class SurveyResult:
    """`groups`: (who, how many, per cent satisfied), None for both where too few answered. `words`: (question, its
    answers in the order of the alphabet)."""

    survey: object
    responses: int
    satisfied: int
    questions: tuple[QuestionResult, ...] = ()
    words: tuple = ()
    groups: tuple = field(default=())

    @property
    def rate(self):
        """Per cent of those asked who answered."""
        return percent(self.responses, self.survey.asked)

    @property
    def is_over_asked(self):
        return self.responses > self.survey.asked

    @property
    def is_shown(self):
        return self.survey.has_ended and self.responses >= FEWEST

    @property
    def share(self):
        return percent(self.satisfied, self.responses) if self.is_shown else None

    @property
    def answered(self):
        return sum(row.answered for row in self.questions)

    @property
    def total(self):
        return sum(row.total for row in self.questions)

    @property
    def mean(self):
        return mean_of(self.total, self.answered)

    @property
    def is_reached(self):
        return self.share is not None and self.share >= self.survey.target_percent

    @property
    def look(self):
        """(word, colour, icon)"""
        return look_of(self.survey, self.responses, self.satisfied)


def look_of(survey, responses, satisfied):
    """How the result stands to its target, as word, colour and icon."""
    if survey.is_draft:
        return _("Not open yet"), "secondary", "pencil"
    if not survey.has_ended:
        return _("Answers are coming in"), "info", "broadcast"
    if responses < FEWEST:
        return _("Too few answers to show"), "secondary", "eye-slash"
    share = percent(satisfied, responses)
    if share >= survey.target_percent:
        return _("Target reached: %(share)s%%") % {"share": share}, "success", "check-circle"
    return _("Below the target: %(share)s%%") % {"share": share}, "danger", "x-circle"


def result_of(survey):
    """The SurveyResult; as many queries whatever the number of answers."""
    row = Survey.objects.with_counts().get(pk=survey.pk)
    result = SurveyResult(survey, row.response_count, row.satisfied_count)
    if not result.is_shown:
        return result
    questions = list(survey.questions.all())
    return SurveyResult(
        survey, row.response_count, row.satisfied_count, _scales(survey, questions), _words(questions), _groups(survey)
    )


def _scales(survey, questions):
    given = SurveyAnswer.objects.filter(question__survey=survey, points__isnull=False).order_by()
    grouped = given.values_list("question", "points").annotate(n=Count("pk"))
    counts = {(question, points): n for question, points, n in grouped}
    scales = [question for question in questions if question.kind == SurveyQuestion.Kind.SCALE]
    return tuple(
        QuestionResult(q, tuple(counts.get((q.pk, points), 0) for points in (5, 4, 3, 2, 1)), survey.satisfied_from)
        for q in scales
    )


def _words(questions):
    asked = [question for question in questions if question.kind == SurveyQuestion.Kind.TEXT]
    given = SurveyAnswer.objects.filter(question__in=asked).exclude(text="").order_by()
    texts = {}
    for question, text in given.values_list("question", "text"):
        texts.setdefault(question, []).append(text)
    return tuple((question, sorted(texts.get(question.pk, ()), key=sort_key)) for question in asked)


def _groups(survey):
    """Who answered as what. A group of few is not shown, nor one that could be reckoned from the others."""
    means = survey.responses.annotate(mean=Avg("answers__points")).values_list("role", "mean")
    sizes, satisfied = Counter(), Counter()
    for role, mean in means:
        sizes[role] += 1
        satisfied[role] += mean is not None and Decimal(str(mean)) >= survey.satisfied_from
    hidden = hidden_groups(sizes)
    names = [*AnswersAs.choices, ("", _("Not said"))]
    return tuple(
        (name, None, None) if role in hidden else (name, sizes[role], percent(satisfied[role], sizes[role]))
        for role, name in names
        if sizes[role]
    )


def hidden_groups(sizes):
    """The groups that are too small, and the next smallest with them until together they are FEWEST or more."""
    by_size = sorted(sizes, key=lambda role: sizes[role])
    hidden = [role for role in by_size if sizes[role] < FEWEST]
    shown = by_size[len(hidden) :]
    while hidden and shown and sum(sizes[role] for role in hidden) < FEWEST:
        hidden.append(shown.pop(0))
    return set(hidden)


def asides_of(activity, user):
    """The surveys of an activity, for its page."""
    rows = Survey.objects.visible_to(user).filter(activity=activity).with_counts().order_by("-opens_on", "pk")
    for row in rows:
        yield Aside(row.title, row.get_absolute_url(), look_of(row, row.response_count, row.satisfied_count))


def satisfied_in(project):
    """K14 of a project: the surveys of its activities that have ended with answers enough to be shown."""
    rows = Survey.objects.filter(activity__project=project).ended(timezone.localdate()).with_counts()
    return rows.filter(response_count__gte=FEWEST).order_by("held_on", "pk")
