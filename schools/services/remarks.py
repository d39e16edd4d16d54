"""What a reader says at one place of a report, and what the school answers (F17)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.workflow import Refused
from schools.models import Indicator, Part, Sar, SarRemark, Standard
from schools.services.readers import reading_refusal
from schools.services.submissions import last_sending


@dataclass(frozen=True)
class Place:
    """Where a remark stands: an item, a standard, a page of the PDF, or a part as a whole."""

    part: str
    standard: Standard | None = None
    indicator: Indicator | None = None
    page: int | None = None

    @property
    def title(self):
        if self.page:
            return _("Page %(page)s of the PDF") % {"page": self.page}
        return str(self.indicator or self.standard or Part(self.part).label)


def place_named(sar, name):
    """The Place that `SarRemark.place` names, of this report's framework; None for any other name."""
    kind, _dash, key = name.partition("-")
    if kind == "part" and key in Part:
        return Place(key)
    if not key.isdecimal() or len(key) > 9:
        return None
    if kind == "page":
        return Place(Part.APPENDIX, page=int(key)) if int(key) else None
    return {"standard": _standard, "item": _item}.get(kind, lambda *_: None)(sar, int(key))


def _standard(sar, key):
    found = Standard.objects.filter(framework=sar.framework_id, pk=key).first()
    return found and Place(Part.RESULTS, standard=found)


def _item(sar, key):
    items = Indicator.objects.filter(standard__framework=sar.framework_id, pk=key).select_related("standard")
    found = items.first()
    return found and Place(Part.RESULTS, standard=found.standard, indicator=found)


def place_of(remark):
    return Place(remark.part, remark.standard, remark.indicator, remark.page)


# ---------------------------------------------------------------- the reader


def lock_to_read(sar, *, by):
    """The report, locked, while this person may write on it as its reader. Refused with a sentence."""
    sar = Sar.objects.select_for_update().get(pk=sar.pk)
    if sentence := reading_refusal(sar, by):
        raise Refused(sentence)
    return sar


@transaction.atomic
def write_remark(sar, place, *, text, is_request, by):
    sar = lock_to_read(sar, by=by)
    where = {"part": place.part, "standard": place.standard, "indicator": place.indicator, "page": place.page}
    words = {"text": text, "is_request": is_request, "written_by": by}
    return SarRemark.objects.create(sar=sar, submission=last_sending(sar), **where, **words)


@transaction.atomic
def withdraw_remark(remark, *, by):
    """Takes back words that nobody was told."""
    lock_to_read(remark.sar, by=by)
    rows = SarRemark.objects.select_for_update().filter(pk=remark.pk, told_at=None)
    locked = rows.order_by("pk").first()
    if locked is None:
        raise Refused(_("The school was told this already."))
    locked.delete(by=by)


@transaction.atomic
def settle_remark(remark, *, by):
    """The reader is content with what the school did."""
    lock_to_read(remark.sar, by=by)
    _close(remark, by)


@transaction.atomic
def ask_again(remark, *, text, by):
    """The request is closed and asked anew at the same place: the school is told with the next answer."""
    lock_to_read(remark.sar, by=by)
    _close(remark, by)
    return write_remark(remark.sar, place_of(remark), text=text, is_request=True, by=by)


def _close(remark, by):
    locked = SarRemark.objects.select_for_update().get(pk=remark.pk)
    if not locked.is_open:
        raise Refused(_("This request is settled already."))
    locked.settled_at, locked.settled_by = timezone.now(), by
    locked.save(by=by)


def tell_remarks(sar, *, by):
    """With the office's answer the school sees what was written."""
    for remark in sar.remarks.filter(told_at=None):
        remark.told_at = timezone.now()
        remark.save(by=by)


# ---------------------------------------------------------------- the school


def reply_refusal(remark):
    """Why the school cannot answer a remark now, or ""."""
    if remark.settled_at:
        return _("This request is settled already.")
    if not remark.sar.is_writable:
        return _("The report is not with the school now: it can be answered after a return.")
    return ""


def reply_to(remark, *, by):
    """Save the school's answer, as typed into the locked remark."""
    if sentence := reply_refusal(remark):
        raise Refused(sentence)
    remark.replied_by = by
    remark.save(by=by)
