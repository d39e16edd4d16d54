"""The office's letter that it has received and accepted a report: its number and date are the office's own."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai.digits import THAI_DIGITS, to_thai
from qa_portal.core.workflow import Refused, wrong_state
from schools.models import Sar, SarState

LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


def letter_refusal(sar):
    """Why there is no letter to download yet, or ""."""
    if sar.state != SarState.ACCEPTED:
        return wrong_state(sar)
    if not (sar.letter_number and sar.letter_dated):
        return _("The office has not issued the letter yet.")
    return ""


def issued(keys, user):
    """The reports with a letter, of those that the user sees, in the order of the keys."""
    rows = Sar.objects.visible_to(user).filter(pk__in=keys, state=SarState.ACCEPTED).exclude(letter_number="")
    rows = rows.exclude(letter_dated=None).select_related("school__district", "cycle")
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys if key in found]


def waiting_for_letter(cycle):
    """The accepted reports of a cycle without a letter, by school."""
    rows = cycle.sars.filter(state=SarState.ACCEPTED, letter_number="")
    return rows.select_related("school", "cycle").order_by("school__name_sort", "level")


def number_after(number):
    """The number after it: "ศธ 04100/99" → "ศธ 04100/100", in the digits as typed. Refused without any digit."""
    found = LAST_NUMBER.search(number)
    if found is None:
        raise Refused(_("The number of the letter has no digits to count on from."))
    is_thai = found[0][0] in THAI_DIGITS
    following = f"{int(found[0]) + 1:0{len(found[0])}}"
    return number[: found.start()] + (to_thai(following) if is_thai else following) + number[found.end() :]


@transaction.atomic
def number_letters(sars, *, number, dated, is_running, by):
    """Give each report its letter: one number for all (a circular), or each the number after the one before. What has a
    letter or is not accepted any more is left alone. Returns how many got one."""
    keys = [sar.pk for sar in sars]
    locked = {sar.pk: sar for sar in Sar.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    free = [locked[key] for key in keys if locked[key].state == SarState.ACCEPTED and not locked[key].letter_number]
    for sar in free:
        sar.letter_number, sar.letter_dated = number, dated
        sar.save(by=by)
        number = number_after(number) if is_running else number
    return len(free)
