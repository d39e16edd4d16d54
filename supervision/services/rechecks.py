"""What is open of earlier visits when a school is visited again, and what the second look does to it (F35).

The team writes a Recheck for each row while the visit is a draft; nothing of it counts until the report is sent. Then
"fixed" closes a promise and "not fixed" opens again one that was said to be done or closed; "not checked" leaves it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from qa_portal.core.workflow import perform
from supervision.models import ActionState, AgreedAction, Finding, FollowUpRules, Recheck, RecheckVerdict


@dataclass(frozen=True)
class Open:
    """One row to look at again: the finding or promise of an earlier visit, and what this visit says of it so far."""

    kind: str  # "finding" or "action"
    earlier: object
    recheck: Recheck | None = None

    @property
    def key(self):
        return f"{self.kind}:{self.earlier.uid}"

    @property
    def verdict(self):
        return self.recheck.verdict if self.recheck else ""


def open_actions(visit):
    """Promises of both sides, of earlier visits of the school: not closed, or closed not long ago (FollowUpRules) and
    never seen by anybody at the school. What this visit has looked at already stays."""
    since = visit.held_on - timedelta(days=FollowUpRules.objects.of(visit.school.district_id).check_again_days)
    seen = Recheck.objects.filter(verdict=RecheckVerdict.FIXED, action__isnull=False).exclude(visit=visit)
    on_paper = Q(state=ActionState.CLOSED, closed_at__date__gte=since)
    unsettled = ~Q(state=ActionState.CLOSED)
    wanted = unsettled | (on_paper & ~Q(pk__in=seen.values("action"))) | Q(pk__in=visit.rechecks.values("action"))
    rows = _earlier(AgreedAction.objects.agreed(), visit).filter(wanted)
    return rows.select_related("visit", "owner", "finding").order_by("due_on", "pk")


def open_findings(visit):
    """Points to develop and problems of earlier visits that no visit has found fixed since. What this visit has looked
    at already stays."""
    rows = _earlier(Finding.objects.all(), visit)
    rows = rows.filter(Q(pk__in=Finding.objects.to_fix()) | Q(pk__in=visit.rechecks.values("finding")))
    return rows.select_related("visit", "category", "standard").order_by("-visit__held_on", "number")


def _earlier(rows, visit):
    return rows.filter(visit__school=visit.school_id, visit__held_on__lte=visit.held_on).exclude(visit=visit.pk)


def rows_to_check(visit):
    """Every Open row of a visit: promises first, as they are due, then findings, the newest first."""
    said = {(row.action_id, row.finding_id): row for row in visit.rechecks.prefetch_related("photos__file")}
    actions = [Open("action", row, said.get((row.pk, None))) for row in open_actions(visit)]
    return actions + [Open("finding", row, said.get((None, row.pk))) for row in open_findings(visit)]


def target_of(visit, key):
    """{"action" or "finding": row} of an Open's key, from what is open to this very visit; None for anything else."""
    kind, _colon, uid = key.partition(":")
    rows = {"action": open_actions, "finding": open_findings}.get(kind)
    row = rows and rows(visit).filter(uid=uid).first()
    return {kind: row} if row else None


def rechecks_version(visit):
    """A number that rises with every change of what the visit says of earlier ones."""
    return visit.rechecks.aggregate(total=Sum("version"))["total"] or 0


@transaction.atomic
def save_recheck(visit, target, *, verdict, note=""):
    """What the visit says of one row of `target_of`; without a verdict it says nothing of it any more. The visit is
    locked by the caller."""
    row = visit.rechecks.filter(**target).first() or Recheck(visit=visit, **target)
    if not verdict:
        if row.pk:
            row.photos.update(recheck=None)
            row.delete()
        return None
    if (row.verdict, row.note) != (verdict, note):
        row.verdict, row.note = verdict, note
        row.save()
    return row


def settle_rechecks(visit, *, by):
    """When the report is sent, its re-checks move the promises that they are about, through their own machine."""
    rows = visit.rechecks.exclude(action=None).order_by("action")
    locked = AgreedAction.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("action")).order_by("pk")
    actions = {action.pk: action for action in locked.select_related("owner")}
    for row in rows:
        action = actions[row.action_id]
        step = _step(row.verdict, action, by)
        if step:
            perform(action, step, by=by, note=_("Seen at the visit %(code)s. %(note)s") % _said(visit, row))


def _said(visit, row):
    return {"code": visit.code, "note": row.note}


def _step(verdict, action, by):
    """Nobody closes their own promise: the owner who finds it fixed says that it is done, and another closes it."""
    if verdict == RecheckVerdict.NOT_FIXED:
        return "" if action.is_open else "reopen"
    if verdict != RecheckVerdict.FIXED or action.state == ActionState.CLOSED:
        return ""
    if by != action.owner:
        return "close"
    return "finish" if action.is_open else ""
