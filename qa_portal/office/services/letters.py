"""Writing memos and letters: what a new one begins with, the next number of the register, the signed copy."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core import files
from qa_portal.core.letterhead import head_of
from qa_portal.core.thai import to_arabic, to_be, to_thai
from qa_portal.core.workflow import Missing
from qa_portal.office.models import Letter, LetterKind
from schools.models import Sar
from supervision.models import Batch

CLOSING = "ขอแสดงความนับถือ"


def begun(district, kind, *, by, **words):
    """A memo or letter as far as the portal can write it; not saved."""
    if kind == LetterKind.MEMO:
        words = {"addressee": head_of(district).signatory_lines[-1]} | words
    else:
        words = {"closing": CLOSING} | words
    return Letter(district=district, kind=kind, written_by=by, **words)


def next_letter_number(district, year):
    """The number after the last of that B.E. year; lock the office's row before it is given."""
    return (Letter.objects.in_register(district, year).aggregate(last=Max("number"))["last"] or 0) + 1


def number_refusal(letter, number, dated):
    """Why a paper of that day cannot have this number, or "": the register has it, or another letter of the office."""
    year = to_be(dated.year)
    taken = Letter.objects.in_register(letter.district_id, year).filter(number=number).exclude(pk=letter.pk).first()
    if taken:
        return _("The register has number %(number)s of this year already: %(letter)s.") % {
            "number": number,
            "letter": taken.subject,
        }
    if _is_printed_elsewhere(letter.district, head_of(letter.district, dated).number(number), dated.year):
        return _("Another letter of the office bears number %(number)s already.") % {"number": number}
    return ""


def _is_printed_elsewhere(district, printed, year):
    """On a letter of that calendar year that answers a report or goes with a batch: their numbers are typed."""
    asked = {"letter_number__in": [to_arabic(printed), to_thai(printed)], "letter_dated__year": year}
    in_reports = Sar.objects.filter(school__district=district, **asked)
    return in_reports.exists() or Batch.objects.filter(cycle__district=district, **asked).exists()


def lacking(letter):
    """What stands against issuing it."""
    edit = reverse("office:letter_edit", args=[letter.pk])
    if not letter.body:
        yield Missing(_("It has no text yet."), f"{edit}#div_id_body")
    if not head_of(letter.district, signatory=letter.signatory).signatory:
        yield Missing(_("Nobody is named who signs it."), f"{edit}#div_id_signatory")


@transaction.atomic
def keep_signed_copy(letter, upload, *, by):
    """The scanned paper; a new one takes the place of the one that is there, which stays in the history."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    letter.stored = files.store(upload, district=letter.district, by=by)
    letter.save(by=by)
    return letter
