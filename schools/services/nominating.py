"""Practices put up for an award: by their own school, or by the office (A18 Award)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.notices.sentences import told
from qa_portal.core.roles import Verb
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused, wrong_state
from schools.models import Award, AwardState, Nomination, Practice
from schools.services.people import writers_of

NOMINATED = told(gettext_lazy("“%(practice)s” was nominated for %(award)s by %(by)s."))


def nominating_refusal(award):
    """Why nothing can be nominated today, or ""."""
    if award.state != AwardState.OPEN:
        return wrong_state(award)
    if not award.opens_on <= timezone.localdate() <= award.closes_on:
        days = {"first": format_date(award.opens_on), "last": format_date(award.closes_on)}
        return _("Nominations are taken from %(first)s to %(last)s.") % days
    return ""


def tended_practices(user, award):
    """The practices that this person may put up for the award or take back: the office all of its schools', a school's
    own people theirs."""
    rows = Practice.objects.filter(school__district=award.district_id)
    if user.can(Verb.MANAGE_PRACTICES) and user.district_id == award.district_id:
        return rows
    if user.can(Verb.WRITE_PRACTICE):
        return rows.filter(school__in=user.memberships.current().values("school"))
    return rows.none()


def nominable(user, award):
    """Of those, what is sent or published, of the award's kind, and not put up yet."""
    rows = tended_practices(user, award).at_office()
    if award.kind:
        rows = rows.filter(kind=award.kind)
    return rows.exclude(nominations__in=award.nominations.standing()).select_related("school")


@transaction.atomic
def nominate(award, practice, *, by):
    """Put the practice up; its school is told when the office does it. Refused with a sentence."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    if sentence := nominating_refusal(award):
        raise Refused(sentence)
    if not nominable(by, award).filter(pk=practice.pk).exists():
        raise Refused(_("This entry cannot be nominated: it is nominated already, or not of the kind asked for."))
    row = Nomination(award=award, practice=practice, nominated_by=by)
    row.save(by=by)
    if by.can(Verb.MANAGE_PRACTICES):
        facts = {"practice": practice, "award": award, "by": by}
        notify(set(writers_of(practice)) - {by}, NOMINATED, facts, award.get_absolute_url())
    return row


@transaction.atomic
def withdraw_nomination(nomination, *, by):
    """Take it back while the call is open. Refused with a sentence."""
    award = Award.objects.select_for_update().get(pk=nomination.award_id)
    row = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if award.state != AwardState.OPEN:
        raise Refused(wrong_state(award))
    if row.withdrawn_at:
        raise Refused(_("This nomination was withdrawn already."))
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save(by=by)
    return row
