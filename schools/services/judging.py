"""Who judges an award, and the marks that they give."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.models import User
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import ROLES, Scope, Verb
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused, wrong_state
from schools.models import Award, AwardJudge, AwardMark, AwardState, Nomination
from schools.services.award_results import judge_refusals

JUDGING_ROLES = [
    slug for slug, role in ROLES.items() if Verb.JUDGE_PRACTICE in role.verbs and role.scope is Scope.DISTRICT
]
CHOSEN = must_act(gettext_lazy("You are a judge of %(award)s."))


def people_who_judge(district):
    """Active people of the office who may be chosen."""
    return User.objects.in_role(*JUDGING_ROLES).of_district(district).order_by("first_name", "last_name")


@transaction.atomic
def choose_judges(award, people, *, by):
    """These are the judges from now on. Who has given marks stays; such a judge can be excused. Refused with a
    sentence."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.is_decided:
        raise Refused(wrong_state(award))
    present = {judge.user: judge for judge in award.judges.select_related("user")}
    for user, judge in present.items():
        if user not in people:
            _remove(judge, by)
    added = [user for user in people if user not in present]
    for user in added:
        judge = AwardJudge(award=award, user=user)
        judge.save(by=by)
    notify([user for user in added if user != by], CHOSEN, {"award": award}, award.get_absolute_url())


def _remove(judge, by):
    if judge.marks.exists():
        raise Refused(_("%(person)s has given marks already: excuse the judge instead.") % {"person": judge.user})
    judge.delete(by=by)


@transaction.atomic
def excuse_judge(judge, *, reason, by):
    """Nothing more is awaited from the judge; what was judged in full keeps counting. Refused with a sentence."""
    award = Award.objects.select_for_update().get(pk=judge.award_id)
    judge = AwardJudge.objects.select_for_update().get(pk=judge.pk)
    if award.is_decided:
        raise Refused(wrong_state(award))
    if judge.excused_at:
        raise Refused(_("This judge is excused already."))
    judge.excused_at, judge.excused_by, judge.excused_reason = timezone.now(), by, reason
    judge.save(by=by)
    return judge


@transaction.atomic
def recall_judge(judge, *, by):
    """Undo the excuse: the judge is awaited again, the marks of before still stand. Refused with a sentence."""
    award = Award.objects.select_for_update().get(pk=judge.award_id)
    judge = AwardJudge.objects.select_for_update().select_related("user").get(pk=judge.pk)
    if award.is_decided:
        raise Refused(wrong_state(award))
    if not judge.excused_at:
        raise Refused(_("This judge is not excused."))
    judge.excused_at, judge.excused_by, judge.excused_reason = None, None, ""
    judge.save(by=by)
    if judge.user != by:
        notify([judge.user], CHOSEN, {"award": award}, award.get_absolute_url())
    return judge


def marking_refusal(nomination, judge):
    """Why this judge may not mark the nomination now, or ""."""
    if nomination.award.state != AwardState.JUDGING:
        return wrong_state(nomination.award)
    if judge.excused_at:
        return _("You are excused from judging this award.")
    if nomination.withdrawn_at:
        return _("This nomination was withdrawn.")
    return judge_refusals([nomination], [judge]).get((nomination.pk, judge.pk), "")


@transaction.atomic
def give_marks(nomination, judge, given, *, by):
    """`given` is {criterion: (points or None, note)}: None takes a mark back. The same marks twice change nothing.
    Refused with a sentence, also for points outside 0 to the criterion's most."""
    Award.objects.select_for_update().get(pk=nomination.award_id)
    nomination = Nomination.objects.select_related("award", "practice").get(pk=nomination.pk)
    judge = AwardJudge.objects.select_for_update().get(pk=judge.pk)
    if sentence := marking_refusal(nomination, judge):
        raise Refused(sentence)
    present = {mark.criterion_id: mark for mark in judge.marks.filter(nomination=nomination)}
    for criterion in nomination.award.criteria.all():
        fresh = AwardMark(nomination=nomination, judge=judge, criterion=criterion)
        mark = present.get(criterion.pk) or fresh
        _mark(mark, *given.get(criterion, (None, "")), by)


def _mark(mark, points, note, by):
    if points is None:
        if mark.pk:
            mark.delete(by=by)
        return
    if not 0 <= points <= mark.criterion.most_points:
        raise Refused(_("Points go from 0 to %(most)s.") % {"most": mark.criterion.most_points})
    if (mark.points, mark.note) != (points, note):
        mark.points, mark.note = points, note
        mark.save(by=by)
