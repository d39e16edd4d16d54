"""A memo or letter is written, issued with a number of the register, and perhaps cancelled (B9)."""

from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.letterhead import emblem_of, head_of
from qa_portal.core.models import District
from qa_portal.core.roles import Verb
from qa_portal.core.thai import to_be
from qa_portal.core.workflow import Look, Machine, Refused, Transition, perform
from qa_portal.office.models import Letter, LetterState
from qa_portal.office.services.letters import lacking, number_refusal


def _kept_as_it_goes_out(letter, by, note):
    """The letterhead and the signature of its day."""
    if letter.number is None:
        raise Refused(_("Please enter the number and the date."))
    head = head_of(letter.district, letter.dated, signatory=letter.signatory)
    letter.head = asdict(replace(head, unit=letter.unit or head.unit))
    letter.emblem = emblem_of(letter.district)


LETTER = Machine(
    model=Letter,
    parent="district",  # whose numbers are given one at a time
    looks={
        LetterState.DRAFT: Look("warning", "pencil"),
        LetterState.ISSUED: Look("success", "send-check"),
        LetterState.CANCELLED: Look("secondary", "slash-circle"),
    },
    transitions=(
        Transition(
            "issue",
            pgettext_lazy("letter", "Issue"),
            (LetterState.DRAFT,),
            LetterState.ISSUED,
            Verb.WRITE_LETTERS,
            stamp="issued",
            missing=lacking,
            effect=_kept_as_it_goes_out,
            confirm=_("It takes its number from the register. Its words cannot be changed any more."),
            look=Look("primary", "send"),
        ),
        Transition(
            "cancel",
            pgettext_lazy("letter", "Cancel"),
            (LetterState.DRAFT, LetterState.ISSUED),
            LetterState.CANCELLED,
            Verb.WRITE_LETTERS,
            needs_note=True,
            confirm=_("It stays in the list; a number that it has is not given again."),
            look=Look("outline-secondary", "slash-circle"),
        ),
    ),
)


@transaction.atomic
def issue(letter, *, number, dated, by):
    """Issue a draft as number `number` of the year of `dated`. Refused where the number is taken."""
    District.objects.select_for_update().get(pk=letter.district_id)
    letter = Letter.objects.select_for_update(of=("self",)).select_related("district").get(pk=letter.pk)
    if letter.is_draft:
        if refusal := number_refusal(letter, number, dated):
            raise Refused(refusal)
        letter.number, letter.dated, letter.year = number, dated, to_be(dated.year)
        letter.number_text = head_of(letter.district, dated).number(number)
        letter.save(by=by)
    return perform(letter, "issue", by=by)
