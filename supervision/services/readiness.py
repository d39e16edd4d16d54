"""Whether a school is ready for its assessors: what the portal knows by itself, and what people answered (A6-01)."""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.roles import Scope
from schools.models import Sar, SarState, TargetSheet, TargetSheetState, YearFigures
from supervision.models import (
    AgreedAction,
    AssessmentState,
    OwedBy,
    Proof,
    ReadinessAnswer,
    ReadinessForm,
    ReadinessItem,
)


@dataclass(frozen=True)
class Known:
    """What the portal says to a question by itself, and the page that shows it."""

    is_met: bool
    note: str
    url: str


@dataclass
class Row:
    """One question with its answer. `is_met` is None while nobody answered."""

    item: ReadinessItem
    answer: ReadinessAnswer | None = None
    known: Known | None = None

    @property
    def is_by_hand(self):
        return self.item.proof == Proof.BY_HAND

    @property
    def is_met(self):
        said = self.known or self.answer
        return said.is_met if said else None

    @property
    def note(self):
        said = self.known or self.answer
        return said.note if said else ""

    @property
    def url(self):
        return self.known.url if self.known else ""

    @property
    def is_confirmed(self):
        return self.known is not None or bool(self.answer and self.answer.confirmed_at)

    @property
    def is_to_confirm(self):
        """The school said it; the office has not looked yet."""
        return self.answer is not None and not self.is_confirmed

    @property
    def lacks(self):
        return self.item.is_needed and not (self.is_met and self.is_confirmed)


@dataclass
class Readiness:
    """`is_passed`: the office went past the check, so that nothing was declared."""

    form: ReadinessForm | None
    rows: list[Row]
    is_passed: bool = False

    @property
    def lacking(self):
        return [row for row in self.rows if row.lacks]

    @property
    def left_to_school(self):
        """What is lacking and not said to be met yet: the rest waits for the office."""
        return [row for row in self.lacking if not (row.is_met and row.is_to_confirm)]

    @property
    def to_confirm(self):
        return [row for row in self.rows if row.is_to_confirm]

    @property
    def is_ready(self):
        return bool(self.rows) and not self.lacking

    @property
    def by_hand(self):
        return [row for row in self.rows if row.is_by_hand]

    @property
    def unanswered(self):
        return [row for row in self.by_hand if row.answer is None]

    @property
    def met_count(self):
        return sum(1 for row in self.rows if row.is_met and row.is_confirmed)


def readiness_of(assessment):
    """The questions in their order. While readiness is being checked, with what the portal knows now; afterwards with
    what was kept when it was declared. The stage says which, not the day: that is written just before the step."""
    answers = {answer.item_id: answer for answer in _answers_of(assessment)}
    form = next((answer.item.form for answer in answers.values()), None) or _form_for(assessment)
    items = form.items.all() if form else []
    is_open = assessment.state == AssessmentState.NOTIFIED
    knows = _Knows(assessment) if is_open else None
    rows = [_row(item, answers.get(item.pk), knows) for item in items]
    return Readiness(form, rows, is_passed=not is_open and not assessment.readied_on)


def _answers_of(assessment):
    return assessment.readiness_answers.select_related("item__form", "answered_by", "confirmed_by")


def _form_for(assessment):
    return ReadinessForm.objects.of(assessment.school.district_id)


def _row(item, answer, knows):
    known = knows.say(item.proof) if knows and item.proof != Proof.BY_HAND else None
    return Row(item, answer, known)


# ---------------------------------------------------------------- what the portal knows


class _Knows:
    """Answers the questions about one school and level; the SAR is looked for once."""

    def __init__(self, assessment):
        self.assessment = assessment
        self.school = assessment.school

    def say(self, proof):
        return getattr(self, f"_{Proof(proof).name.lower()}")()

    @cached_property
    def sar(self):
        """The newest report that was accepted or is due already."""
        rows = Sar.objects.filter(school=self.school, level=self.assessment.level).select_related("cycle")
        settled = Q(state=SarState.ACCEPTED) | Q(cycle__due_on__lt=timezone.localdate())
        return rows.filter(settled).order_by("-cycle__academic_year").first()

    def _of_sar(self, is_met, yes, no):
        if self.sar is None:
            return Known(False, _("There is no SAR of this level in the portal."), self.school.get_absolute_url())
        note = (yes if is_met else no) % {"year": self.sar.cycle.academic_year}
        return Known(bool(is_met), note, self.sar.get_absolute_url())

    def _sar_accepted(self):
        is_met = self.sar and self.sar.state == SarState.ACCEPTED
        return self._of_sar(is_met, _("The SAR of %(year)s was accepted."), _("The SAR of %(year)s is not accepted."))

    def _board_minutes(self):
        is_met = self.sar and self.sar.approvals.filter(lapsed_at=None).exclude(minutes=None).exists()
        yes, no = _("The minutes are kept with the SAR of %(year)s."), _("The SAR of %(year)s has no minutes.")
        return self._of_sar(is_met, yes, no)

    def _sar_file(self):
        newest = self.sar and self.sar.files.select_related("stored").first()
        is_met = newest and not newest.stored.is_held
        return self._of_sar(is_met, _("The SAR of %(year)s is there as PDF."), _("The SAR of %(year)s has no PDF."))

    def _targets(self):
        if self.sar is None:
            return self._of_sar(False, "", "")
        year = self.sar.cycle.academic_year
        sheet = TargetSheet.objects.of(self.school, year, self.assessment.level)
        is_met = bool(sheet and sheet.state == TargetSheetState.ANNOUNCED)
        note = _("Targets of %(year)s were announced.") if is_met else _("Targets of %(year)s were not announced.")
        return Known(is_met, note % {"year": year}, reverse("schools:target_school", args=[self.school.pk]))

    def _figures(self):
        if self.sar is None:
            return self._of_sar(False, "", "")
        year = self.sar.cycle.academic_year
        is_met = YearFigures.objects.filter(school=self.school, academic_year=year, grades__isnull=False).exists()
        note = _("Figures of %(year)s are entered.") if is_met else _("Figures of %(year)s are not entered.")
        return Known(is_met, note % {"year": year}, self.school.get_absolute_url())

    def _promises(self):
        """Of the school alone: what the office promised it says nothing of the school's readiness."""
        mine = {"visit__school": self.school, "owed_by": OwedBy.SCHOOL}
        count = AgreedAction.objects.overdue().filter(**mine).count()
        note = _("%(count)s agreed actions are overdue.") % {"count": count} if count else _("None is overdue.")
        address = (
            f"{reverse('supervision:action_list')}?standing=overdue&owed_by={OwedBy.SCHOOL}&q={self.school.moe_code}"
        )
        return Known(not count, note, address)


# ---------------------------------------------------------------- what people answer


@transaction.atomic
def save_answers(assessment, given, *, by):
    """`given` is {item: (is_met, note)}. The school's people answer what the office has not confirmed yet; what the
    office answers or leaves as the school said it is confirmed by that."""
    present = {answer.item_id: answer for answer in assessment.readiness_answers.all()}
    for item, (is_met, note) in given.items():
        answer = present.get(item.pk) or ReadinessAnswer(assessment=assessment, item=item, answered_by=by)
        _say(answer, is_met, note, by)


def _say(answer, is_met, note, by):
    is_office = by.scope is not Scope.SCHOOL
    is_new = answer.pk is None or (answer.is_met, answer.note) != (is_met, note)
    if answer.confirmed_at and not (is_office and is_new):
        return
    if is_new:
        answer.is_met, answer.note, answer.answered_by = is_met, note, by
    if is_office:
        answer.confirmed_at, answer.confirmed_by = timezone.now(), by
    if is_new or is_office:
        answer.save(by=by)


@transaction.atomic
def keep_known(assessment, *, by):
    """Write down what the portal knows today, so that it stands when the school is no longer what it was."""
    knows = _Knows(assessment)
    form = readiness_of(assessment).form
    for item in form.items.exclude(proof=Proof.BY_HAND) if form else ():
        known = knows.say(item.proof)
        values = {"is_met": known.is_met, "note": known.note, "answered_by": by}
        stamps = {"confirmed_at": timezone.now(), "confirmed_by": by}
        ReadinessAnswer.objects.update_or_create(assessment=assessment, item=item, defaults=values | stamps)


# ---------------------------------------------------------------- the form itself


@transaction.atomic
def new_edition(form, *, district):
    """The same questions as a newer edition of the district's own (or, without one, of the country's)."""
    newest = ReadinessForm.objects.filter(district=district).aggregate(newest=Max("edition"))["newest"] or 0
    copy = ReadinessForm.objects.create(district=district, edition=newest + 1, name=form.name)
    for item in form.items.all():
        words = {"text": item.text, "proof": item.proof, "is_needed": item.is_needed}
        ReadinessItem.objects.create(form=copy, position=item.position, **words)
    return copy
