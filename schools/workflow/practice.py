from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Quiet, Transition
from schools.checks.practice import before_send
from schools.models import AwardState, Practice, PracticeState
from schools.services.people import not_ours, own_people_of, supervisors_of, writers_of
from schools.services.readers import conflict_sentences


def _not_ours(practice, user):
    """The school's own steps are for its people of today, and for who entered it for them; another school reads the
    entry and is offered nothing."""
    sentence = "" if practice.entered_by_id == user.pk else not_ours(practice, user)
    return sentence and Quiet(sentence)


def _conflict(practice, user):
    """Who has a conflict of interest with the school does not judge what it sends (A10-06)."""
    return conflict_sentences([user], [practice.school_id]).get((user.pk, practice.school_id), "")


def _judged(practice):
    """What the judges are reading stays as it is until they are done."""
    row = practice.nominations.standing().filter(award__state=AwardState.JUDGING).select_related("award").first()
    if row is None:
        return ""
    return _("It is being judged for %(award)s and stays as it is until it is decided.") % {"award": row.award}


def _may_not_take_back(practice, user):
    return _not_ours(practice, user) or _judged(practice)


def _may_not_return(practice, user):
    return _conflict(practice, user) or _judged(practice)


def _supervisors(practice):
    return supervisors_of(practice.school)


def _writers(practice):
    """None of them judges it: the school's people of ever, and who of the office entered it for them."""
    return {*own_people_of(practice), *([practice.entered_by] if practice.entered_by else [])}


def _told_of_sending(practice):
    """The office's readers; the school too, where somebody else sends for it."""
    return {*_supervisors(practice), *(writers_of(practice) if practice.entered_by else [])}


def _unpublish(practice, by, note):
    practice.published_at = practice.published_by = None


PRACTICE = Machine(
    model=Practice,
    authors=_writers,
    looks={
        PracticeState.DRAFT: Look("info", "pencil"),
        PracticeState.SENT: Look("primary", "send-check"),
        PracticeState.RETURNED: Look("warning", "arrow-return-left"),
        PracticeState.PUBLISHED: Look("success", "megaphone"),
    },
    # In the order in which a page offers them: the way forward first.
    transitions=(
        Transition(
            "send",
            _("Send to the office"),
            (PracticeState.DRAFT, PracticeState.RETURNED),
            PracticeState.SENT,
            Verb.WRITE_PRACTICE,
            refuse=_not_ours,
            missing=before_send,
            tell=_told_of_sending,
            news=must_act(_("“%(row)s” was sent by %(by)s, to be published.")),
            confirm=_("The office reads it and publishes it for all its schools, or returns it with a reason."),
            look=Look("primary", "send"),
        ),
        Transition(
            "publish",
            _("Publish"),
            (PracticeState.SENT,),
            PracticeState.PUBLISHED,
            Verb.MANAGE_PRACTICES,
            not_own=True,
            refuse=_conflict,
            stamp="published",
            tell=writers_of,
            news=_("“%(row)s” was published by %(by)s. %(note)s"),
            note_label=_("Words to the school (may stay blank)"),
            confirm=_("All schools of the office read it; everybody on the public page, where its school ticked so."),
            look=Look("success", "megaphone"),
        ),
        Transition(
            "return",
            _("Return to the school"),
            (PracticeState.SENT,),
            PracticeState.RETURNED,
            Verb.MANAGE_PRACTICES,
            not_own=True,
            refuse=_may_not_return,
            needs_note=True,
            tell=writers_of,
            news=must_act(_("“%(row)s” was returned: %(note)s")),
            note_label=_("What the school has to mend"),
            confirm=_("The school sees your words and can change the entry until it sends it again."),
            look=Look("warning", "arrow-return-left"),
        ),
        Transition(
            "take_back",
            _("Take back to change"),
            (PracticeState.SENT, PracticeState.PUBLISHED),
            PracticeState.RETURNED,
            Verb.WRITE_PRACTICE,
            refuse=_may_not_take_back,
            needs_note=True,
            effect=_unpublish,
            tell=_supervisors,
            news=_("“%(row)s” was taken back by %(by)s: %(note)s"),
            note_label=_("Why it is taken back"),
            confirm=_("Other schools and the public read it no more until it is sent and published again."),
            look=Look("secondary", "arrow-counterclockwise"),
        ),
        Transition(
            "withdraw",
            _("Withdraw from publication"),
            (PracticeState.PUBLISHED,),
            PracticeState.RETURNED,
            Verb.MANAGE_PRACTICES,
            not_own=True,
            refuse=_conflict,
            needs_note=True,
            effect=_unpublish,
            tell=writers_of,
            news=_("“%(row)s” was withdrawn from publication: %(note)s"),
            note_label=_("Why it is withdrawn"),
            confirm=_(
                "It leaves the pages of the schools and of the public. The school can mend it and send it again."
            ),
            look=Look("warning", "eye-slash"),
        ),
    ),
)
