"""A reader's answers to the checklist, about one sending of a report (F17)."""

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from schools.models import Checklist, ChecklistAnswer, SarState
from schools.services.remarks import lock_to_read
from schools.services.submissions import last_sending


def checklist_for(sar):
    """The list that the newest sending was begun with; else the newest in force, the office's own before the country's,
    one for the level before one for both. None where no list is in force."""
    begun = ChecklistAnswer.objects.filter(submission__sar=sar).order_by("-submission__number", "pk")
    last = sar.submissions.last()
    used = begun.filter(submission=last).select_related("question__checklist").first() if last else None
    if used:
        return used.question.checklist
    rows = Checklist.objects.filter(Q(district=None) | Q(district=sar.school.district_id))
    rows = rows.filter(Q(level="") | Q(level=sar.level), in_force_from__lte=sar.academic_year)
    is_common = Case(When(district=None, then=Value(1)), default=Value(0))
    is_any_level = Case(When(level="", then=Value(1)), default=Value(0))
    return rows.exclude(questions=None).order_by(is_common, "-in_force_from", is_any_level, "-pk").first()


def answers_of(sar):
    """{question's key: ChecklistAnswer} about the newest sending."""
    last = sar.submissions.last()
    return {row.question_id: row for row in last.checked.all()} if last else {}


def version_of(answers):
    """Rises with every save of any answer: what a form of all of them is opened on."""
    return sum(answer.version for answer in answers.values())


@transaction.atomic
def save_answers(sar, typed, *, by):
    """Save {question: (answer, note)} about the newest sending; what did not change is left alone."""
    sar = lock_to_read(sar, by=by)
    sending, there = last_sending(sar), answers_of(sar)
    for question, (answer, note) in typed.items():
        row = there.get(question.pk) or ChecklistAnswer(submission=sending, question=question)
        if (row.answer, row.note) != (answer, note):
            row.answer, row.note = answer, note
            row.save(by=by)


def unanswered(sar):
    """How many questions of the checklist nobody has answered about the newest sending."""
    checklist = checklist_for(sar)
    if checklist is None:
        return 0
    answered = [row for row in answers_of(sar).values() if row.answer]
    return checklist.questions.count() - len(answered)


def unread_sentence(sar):
    """Why a report does not count as read, or "": its checklist is answered and no request is open."""
    if sar.state != SarState.SUBMITTED:
        return ""
    if count := unanswered(sar):
        return _("Not read yet: %(count)s questions of the checklist are not answered.") % {"count": count}
    if count := sar.remarks.open().count():
        return _("%(count)s requests for a change are open.") % {"count": count}
    return ""


@transaction.atomic
def copy_checklist(checklist, *, district):
    """A new version with the same questions, for the office to change: one that was used stays as it is."""
    name = str(_("%(name)s (new version)") % {"name": checklist.name})[:200]
    facts = {"level": checklist.level, "in_force_from": checklist.in_force_from}
    copy = Checklist.objects.create(district=district, name=name, **facts)
    for question in checklist.questions.all():
        words = {"position": question.position, "part": question.part, "text": question.text}
        copy.questions.create(**words)
    return copy
