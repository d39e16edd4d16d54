"""What the judges' points come to (A7-02): totals, mean, percent and rank of each nomination, in one arithmetic."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from qa_portal.core import figures
from schools.models import AwardCriterion, AwardJudge, AwardMark, AwardRank, Nomination, Practice, PracticeState
from schools.services.readers import refusals


def rank_of(percent, ranks):
    """The highest rank whose threshold the rounded percent reaches, or None."""
    reached = [rank for rank in ranks if percent is not None and percent >= rank.least_percent]
    return max(reached, key=lambda rank: rank.least_percent, default=None)


@dataclass(frozen=True)
class Judgement:
    """What one judge gave one nomination. `refusal`: why this judge does not judge it."""

    judge: AwardJudge
    marks: dict
    is_whole: bool
    is_counted: bool
    refusal: str = ""

    @property
    def total(self):
        return sum(mark.points for mark in self.marks.values())

    @property
    def is_awaited(self):
        return not (self.is_whole or self.refusal or self.judge.excused_at)


@dataclass
class Result:
    """One nomination with all that was given to it. `place` is shared by those of one percent."""

    nomination: Nomination
    judgements: list[Judgement]
    most: int
    ranks: list[AwardRank]
    place: int = 0
    is_tied: bool = False

    @cached_property
    def totals(self):
        return [item.total for item in self.judgements if item.is_counted]

    @property
    def mean(self):
        """Of the judges' totals; None without any."""
        return figures.mean_of(self.sum, len(self.totals))

    @property
    def sum(self):
        return sum(self.totals)

    @property
    def possible(self):
        return len(self.totals) * self.most

    @cached_property
    def percent(self):
        """What the totals are of all points that they could be, reckoned from whole numbers and rounded once."""
        return figures.percent(self.sum, self.possible)

    @property
    def rank(self):
        return rank_of(self.percent, self.ranks)

    @property
    def may_be_judged(self):
        return any(item.is_awaited or item.is_counted for item in self.judgements)


@dataclass
class Judging:
    """All of an award that the judging asks for, read in a fixed number of questions."""

    award: object
    nominations: list[Nomination]
    judges: list[AwardJudge]
    criteria: list[AwardCriterion]
    ranks: list[AwardRank]
    is_settled: bool  # which marks count is settled: it is not asked again who may judge
    marks: dict = field(default_factory=dict)  # {(nomination, judge): {criterion: mark}}
    refused: dict = field(default_factory=dict)  # {(nomination, judge): sentence}

    @property
    def most(self):
        return sum(item.most_points for item in self.criteria)

    def judgement(self, nomination, judge):
        """Until the result is announced, whole and by a judge who may; from then on what was settled as counting."""
        marks = self.marks.get((nomination.pk, judge.pk), {})
        refusal = self.refused.get((nomination.pk, judge.pk), "")
        is_whole = bool(self.criteria) and len(marks) == len(self.criteria)
        settled = all(mark.is_counted for mark in marks.values())
        is_counted = is_whole and (settled if self.is_settled else not refusal)
        return Judgement(judge, marks, is_whole, is_counted, refusal)

    def result(self, nomination):
        judgements = [self.judgement(nomination, judge) for judge in self.judges]
        return Result(nomination, judgements, self.most, self.ranks)

    @cached_property
    def results(self):
        """Best first; those of one percent share a place, and nobody without points has one."""
        rows = [self.result(nomination) for nomination in self.nominations]
        rows.sort(key=lambda row: (-(row.percent if row.percent is not None else Decimal(-1)), row.nomination.pk))
        percents = [row.percent for row in rows]
        for row in rows:
            if row.percent is not None:
                row.place = percents.index(row.percent) + 1
                row.is_tied = percents.count(row.percent) > 1
        return rows

    def awaited(self):
        """{judge: how many nominations wait for them}, those who have none left out."""
        waiting = {}
        for row in self.results:
            for item in row.judgements:
                if item.is_awaited:
                    waiting[item.judge] = waiting.get(item.judge, 0) + 1
        return waiting


def judging_of(award, nominations=None, judges=None, *, is_settled=None):
    """The Judging of an award, or of some of its nominations or judges; settled once the result is announced."""
    is_settled = award.is_decided if is_settled is None else is_settled
    if nominations is None:
        nominations = list(award.nominations.standing().with_practice())
    if judges is None:
        judges = list(award.judges.select_related("user"))
    judging = Judging(award, nominations, judges, list(award.criteria.all()), list(award.ranks.all()), is_settled)
    for mark in AwardMark.objects.filter(nomination__in=nominations, judge__in=judges):
        judging.marks.setdefault((mark.nomination_id, mark.judge_id), {})[mark.criterion_id] = mark
    judging.refused = {} if is_settled else judge_refusals(nominations, judges)
    return judging


# ---------------------------------------------------------------- who must not judge


def judge_refusals(nominations, judges):
    """{(nomination's key, judge's key): why}: of the school, a declared conflict, or their own work (A10-06)."""
    schools = {nomination.practice.school_id for nomination in nominations}
    of_school = refusals([judge.user_id for judge in judges], list(schools))
    wrote = _writings(nominations, judges)
    found = {}
    for nomination in nominations:
        for judge in judges:
            sentence = of_school.get((judge.user_id, nomination.practice.school_id), "")
            if not sentence and _is_author(nomination.practice, judge.user, wrote):
                sentence = _("%(person)s had a part in writing it.") % {"person": judge.user}
            if sentence:
                found[nomination.pk, judge.pk] = sentence
    return found


def _writings(nominations, judges):
    """(practice, person) of all who typed a practice while it was being written."""
    rows = Practice.history.filter(
        id__in=[nomination.practice_id for nomination in nominations],
        history_user__in=[judge.user_id for judge in judges],
        state=PracticeState.DRAFT,
    )
    return set(rows.values_list("id", "history_user"))


def _is_author(practice, person, wrote):
    name = person.get_full_name()
    return (practice.pk, person.pk) in wrote or bool(name and name in practice.authors)
