"""A form that is sent out, filled in and checked: the collection as a whole, and each sheet of it (A13)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Quiet, Transition
from supervision.models import Collection, CollectionState, InstrumentState, Sheet, SheetState, score_of
from supervision.services.answers import drop_unasked
from supervision.services.collections import give_sheets, people_of_sheet, recipients_of


def _missing_to_open(collection):
    edit = reverse("supervision:collection_edit", args=[collection.pk])
    if not recipients_of(collection).exists():
        yield Missing(gettext("Nobody is asked yet: choose schools or people."), edit)
    if collection.due_on < timezone.localdate():
        yield Missing(gettext("The last day has passed already."), edit)
    if collection.instrument.state != InstrumentState.PUBLISHED:
        yield Missing(gettext("This edition of the form is not in use."), collection.instrument.get_absolute_url())


COLLECTION = Machine(
    model=Collection,
    looks={
        CollectionState.DRAFT: Look("secondary", "pencil"),
        CollectionState.OPEN: Look("info", "broadcast"),
        CollectionState.CLOSED: Look("success", "lock"),
    },
    transitions=(
        Transition(
            "open",
            _("Send the form out"),
            (CollectionState.DRAFT,),
            CollectionState.OPEN,
            Verb.MANAGE_COLLECTIONS,
            stamp="opened",
            missing=_missing_to_open,
            effect=lambda collection, by, note: give_sheets(collection, by=by),
            confirm=_("Everybody who is asked finds the form on their desk and is told of it and of the last day."),
            look=Look("primary", "send"),
        ),
        Transition(
            "close",
            _("Close the collection"),
            (CollectionState.OPEN,),
            CollectionState.CLOSED,
            Verb.MANAGE_COLLECTIONS,
            confirm=_("Nothing more can be sent, nobody is reminded any more. It can be opened again."),
            look=Look("outline-secondary", "lock"),
        ),
        Transition(
            "reopen",
            _("Open the collection again"),
            (CollectionState.CLOSED,),
            CollectionState.OPEN,
            Verb.MANAGE_COLLECTIONS,
            confirm=_("Those who still owe the form can send it again."),
            look=Look("outline-secondary", "arrow-counterclockwise"),
        ),
    ),
)


# ---------------------------------------------------------------- a sheet


def _own(sheet, by):
    """Whose sheet it is fills it in and sends it; nobody of the office does it in a school's name."""
    if not Sheet.objects.of(by).filter(pk=sheet.pk).exists():
        return Quiet(gettext("Only those who were asked can do this."))
    return _while_open(sheet)


def _while_open(sheet, by=None):
    if sheet.collection.is_open:
        return ""
    return gettext("The collection is closed.")


def missing_to_send(sheet):
    """What must be answered and is not, section by section."""
    for part in score_of(sheet).sections:
        left = len(part.needed) - part.needed_answered
        if left:
            facts = {"section": part.section, "left": left}
            url = reverse("supervision:sheet_section", args=[sheet.pk, part.section.position])
            yield Missing(gettext("“%(section)s”: %(left)s items still to be answered.") % facts, url)


def _take_back_acceptance(sheet, by, note):
    sheet.accepted_at = sheet.accepted_by = None


def _authors(sheet):
    return [person for person in (sheet.person, sheet.sent_by) if person]


SHEET = Machine(
    model=Sheet,
    parent="collection",
    authors=_authors,
    looks={
        SheetState.WAITING: Look("secondary", "circle"),
        SheetState.DRAFT: Look("warning", "pencil"),
        SheetState.SENT: Look("info", "inbox"),
        SheetState.RETURNED: Look("danger", "arrow-return-left"),
        SheetState.ACCEPTED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "begin",
            _("Begin to fill in"),
            (SheetState.WAITING,),
            SheetState.DRAFT,
            Verb.FILL_SHEET,
            refuse=_own,
            confirm=_("Until you send it, nobody at the area office reads what you write."),
            look=Look("primary", "pencil"),
        ),
        Transition(
            "send",
            _("Send to the area office"),
            (SheetState.DRAFT, SheetState.RETURNED),
            SheetState.SENT,
            Verb.SEND_SHEET,
            stamp="sent",
            refuse=_own,
            missing=missing_to_send,
            effect=lambda sheet, by, note: drop_unasked(sheet),
            confirm=_("The area office reads it from now on. It cannot be changed unless it is returned."),
            look=Look("primary", "send"),
        ),
        Transition(
            "return",
            _("Return with a remark"),
            (SheetState.SENT, SheetState.ACCEPTED),
            SheetState.RETURNED,
            Verb.MANAGE_COLLECTIONS,
            needs_note=True,
            refuse=_while_open,
            effect=_take_back_acceptance,
            tell=people_of_sheet,
            news=must_act(_("“%(row)s” was returned by %(by)s: %(note)s")),
            confirm=_("It can be changed and sent again. Those who filled it in are told why."),
            look=Look("outline-danger", "arrow-return-left"),
            note_label=_("What is to be mended"),
        ),
        Transition(
            "accept",
            pgettext_lazy("form", "Accept"),
            (SheetState.SENT,),
            SheetState.ACCEPTED,
            Verb.MANAGE_COLLECTIONS,
            stamp="accepted",
            not_own=True,
            tell=people_of_sheet,
            news=_("“%(row)s” was accepted by %(by)s."),
            look=Look("success", "check-circle"),
        ),
    ),
)
