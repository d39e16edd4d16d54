"""A report's remarks as one person meets them: what may be done with each, and where the school mends it."""

from dataclasses import dataclass

from django.urls import reverse

from qa_portal.core.roles import Verb
from schools.models import Part, Sar, SarRemark
from schools.services.readers import reading_refusal
from schools.services.remarks import place_of, reply_refusal

SCREENS = {
    Part.SUMMARY: "sar_summary",
    Part.BASICS: "sar_data",
    Part.RESULTS: "sar_detail",
    Part.WAY_FORWARD: "sar_conclusion",
    Part.APPENDIX: "sar_appendix",
}


@dataclass(frozen=True)
class RemarkRow:
    """`mend_url` is blank for who does not write on the report now."""

    remark: SarRemark
    title: str
    may_edit: bool
    may_settle: bool
    may_reply: bool
    mend_url: str


def remarks_of(sar, user, reads=None):
    """Every remark that this person sees, in the order of the report, with what they may do with it. `reads`: what
    `may_read` says, where it is known."""
    rows = SarRemark.objects.visible_to(user).filter(sar=sar)
    rows = list(rows.select_related("standard", "indicator", "written_by", "replied_by", "settled_by"))
    reads = may_read(sar, user) if reads is None else reads
    writes = user.can(Verb.RATE_SAR) and Sar.objects.own_of(user).filter(pk=sar.pk).exists()
    rows.sort(key=lambda remark: list(Part).index(remark.part))
    return [_shown(sar, remark, user, reads, writes) for remark in rows]


def may_read(sar, user):
    """Whether this person can write a reader's words on the report now."""
    return user.can(Verb.REVIEW_SAR) and not reading_refusal(sar, user)


def _shown(sar, remark, user, reads, writes):
    remark.sar = sar
    may_reply = writes and not reply_refusal(remark)
    return RemarkRow(
        remark,
        str(place_of(remark).title),
        may_edit=reads and remark.told_at is None and remark.written_by_id == user.pk,
        may_settle=reads and remark.told_at is not None and remark.is_open,
        may_reply=may_reply,
        mend_url=mending_url(remark) if may_reply else "",
    )


def by_place(shown):
    """{place: [RemarkRow]}"""
    found = {}
    for item in shown:
        found.setdefault(item.remark.place, []).append(item)
    return found


def elsewhere(shown, difference):
    """The remarks that stand at no place of a difference, nor at the papers: a reader must not overlook them."""
    places = {place.place for place in difference.places} if difference else set()
    places |= {item.place for place in difference.places for item in place.items} if difference else set()
    return [item for item in shown if item.remark.part != Part.APPENDIX and item.remark.place not in places]


def mending_url(remark):
    """The screen on which the school mends what a remark is about."""
    sar = remark.sar_id
    if remark.page:
        return reverse("schools:sar_files", args=[sar])
    if remark.standard_id:
        anchor = f"#item-{remark.indicator_id}" if remark.indicator_id else ""
        return reverse("schools:sar_standard", args=[sar, remark.standard.number]) + anchor
    return reverse(f"schools:{SCREENS[remark.part]}", args=[sar])
