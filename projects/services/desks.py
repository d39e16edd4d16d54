"""The approval chain of an office (A10-03, A18, F54, F56): whom a proposal, or an amendment of one, is shown to next,
and what the answer there leads to. `subject` is either of the two.

In an office without desks the director or a deputy decides. A desk of which every holder is an author, with nobody
acting for them, is passed over and the next step decides. The last step is never passed over."""

from datetime import timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Amendment, Approval, ApprovalDesk, Decision, ProposedVersion
from projects.services import snapshot
from projects.services.approvals import approvals_of, project_of, proposed_versions_of, text_of, waiting_on
from projects.services.seats import deciders, holders, seat_of
from qa_portal.core.models import User
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Missing, Quiet, Refused, own_work

# ---------------------------------------------------------------- what stands in the way


def missing_desks(subject):
    """Desks of the office's chain at which nobody could decide: said before the proposal is sent on its way."""
    steps = steps_after(subject, 0, asked=())
    for desks in steps:
        own = _passed_over(subject, desks, is_last=desks is steps[-1])
        for desk in desks:
            if desk not in own and not deciders(desk, subject):
                yield Missing(_why_nobody(desk, subject))


def _why_nobody(desk, subject):
    sitting = [str(person) for person in holders(desk, project_of(subject)) if person in subject.authors]
    if sitting:
        return _(
            "At the last desk “%(desk)s” sits only %(people)s, whose own project it is. Ask the administrator of the "
            "office to enter who acts for them (back office, acting people)."
        ) % {"desk": desk, "people": ", ".join(sitting)}
    return _(
        "Nobody sits at the desk “%(desk)s” who could decide. Ask the administrator of the office to name somebody "
        "(back office, approval desks)."
    ) % {"desk": desk}


def is_last(approval):
    """Whether its answer decides: no other desk is asked at the same time, and none after it."""
    others = waiting_on(approval.subject).exclude(pk=approval.pk)
    asked = approvals_of(approval.subject).filter(round=approval.round).values("desk")
    return not others.exists() and not steps_after(approval.subject, approval.step, asked)


def refuse_endorse(subject, by):
    seat = seat_of(subject, by)
    if seat is None:
        return _not_theirs(subject, by)
    return Quiet(_("Yours is the last desk: approve it, or return it.")) if is_last(seat.approval) else ""


def refuse_approve(subject, by):
    if not waiting_on(subject).exists():
        return ""
    seat = seat_of(subject, by)
    if seat is None:
        return _not_theirs(subject, by)
    return "" if is_last(seat.approval) else Quiet(_("Other desks decide after yours: agree at your desk."))


def refuse_return(subject, by):
    if not waiting_on(subject).exists():
        return "" if by.can(Verb.APPROVE_PROJECT) else _not_theirs(subject, by)
    return "" if seat_of(subject, by) else _not_theirs(subject, by)


def _not_theirs(subject, by):
    if by in subject.authors:
        return Quiet(own_work())
    desks = ", ".join(str(approval.desk) for approval in waiting_on(subject))
    if not desks:
        return Quiet(_("The director or a deputy decides about it."))
    return Quiet(_("It is not on your desk now. It is on: %(desks)s.") % {"desks": desks})


def check_still_there(subject, approval_pk, *, by):
    """Raises Refused when the desk that a page was opened for has been decided meanwhile, by a second press or by
    somebody else. The caller is in a transaction."""
    type(project_of(subject))._base_manager.select_for_update().get(pk=project_of(subject).pk)
    approval = approvals_of(subject).filter(pk=approval_pk).first()
    if approval is None or approval.is_waiting:
        return
    if approval.decided_by:
        values = {"desk": approval.desk, "person": approval.decided_by}
        raise Refused(_("At the desk “%(desk)s” %(person)s has decided already.") % values)
    raise Refused(_("The desk “%(desk)s” is not asked any more.") % {"desk": approval.desk})


# ---------------------------------------------------------------- effects of the steps


def open_round(subject, by, note):
    """It is proposed: what it says is kept, and the first desks are asked."""
    number = proposed_versions_of(subject).count() + 1
    ProposedVersion.objects.create(
        project=project_of(subject),
        amendment=subject if isinstance(subject, Amendment) else None,
        round=number,
        content=snapshot.take(text_of(subject)),
    )
    _ask_next(subject, number, after=0)


def pass_desk(subject, by, note):
    """One desk agrees; when nobody else of its step is waited for, the next step is asked."""
    approval = _decide(subject, Decision.PASSED, by, note)
    if not waiting_on(subject).exists():
        _ask_next(subject, approval.round, after=approval.step)


def pass_last_desk(subject, by, note):
    """The last desk agrees; in an office without desks there is none."""
    if waiting_on(subject).exists():
        _decide(subject, Decision.PASSED, by, note)


def return_desk(subject, by, note):
    """One desk returns it: the others are not asked any more."""
    if waiting_on(subject).exists():
        _decide(subject, Decision.RETURNED, by, note)
    drop_desks(subject, by, note)


def drop_desks(subject, by, note):
    for approval in waiting_on(subject):
        approval.decision = Decision.DROPPED
        approval.save()


def asked_now(subject):
    """Who has just got it on the desk; in an office without desks those who decide."""
    waiting = list(waiting_on(subject))
    if not waiting:
        return User.objects.of_district(project_of(subject).district_id).in_role("director", "deputy")
    step = approvals_of(subject).filter(round=waiting[0].round, step=waiting[0].step)
    if step.filter(decision=Decision.PASSED).exists():
        return []
    return {person for approval in waiting for person in deciders(approval.desk, subject)}


def _decide(subject, decision, by, note):
    seat = seat_of(subject, by)
    approval = seat.approval
    approval.decision, approval.note = decision, note.strip()
    approval.decided_at, approval.decided_by, approval.on_behalf_of = timezone.now(), by, seat.on_behalf_of
    approval.save()
    return approval


def _ask_next(subject, number, after):
    steps = steps_after(subject, after, approvals_of(subject).filter(round=number).values("desk"))
    for desks in steps:
        own = _passed_over(subject, desks, is_last=desks is steps[-1])
        for desk in desks:
            _ask(subject, desk, number, Decision.DROPPED if desk in own else Decision.WAITING)
        if len(own) < len(desks):
            return


def _ask(subject, desk, number, decision):
    own = _("Passed over: its own people wrote the proposal.") if decision == Decision.DROPPED else ""
    Approval.objects.create(
        project=project_of(subject),
        amendment=subject if isinstance(subject, Amendment) else None,
        desk=desk,
        round=number,
        step=desk.step,
        due_on=timezone.localdate() + timedelta(days=desk.days),
        decision=decision,
        note=own,
    )


def steps_after(subject, step, asked):
    """The desks that follow, in lists of those that are asked at once."""
    desks = ApprovalDesk.objects.in_use(project_of(subject).district_id).filter(step__gt=step).exclude(pk__in=asked)
    return [list(group) for _step, group in groupby(desks.order_by("step", "pk"), key=lambda desk: desk.step)]


def _passed_over(subject, desks, *, is_last):
    """Those of a step's desks at which only authors sit; not where this would leave nobody to decide at the end."""
    own = [desk for desk in desks if _is_own(desk, subject)]
    return [] if is_last and len(own) == len(desks) else own


def _is_own(desk, subject):
    if deciders(desk, subject):
        return False
    return any(person in subject.authors for person in holders(desk, project_of(subject)))
