"""The office's own words for what notices and mails say (F52). They are Thai: who reads English gets the portal's."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.models import NoticeWording

from .sentences import source_of

PLACE = re.compile(r"%\((\w+)\)s")
SAMPLES = {
    "row": "รายงานการประเมินตนเอง โรงเรียนตัวอย่าง ปีการศึกษา 2569",
    "rows": "รายงานของโรงเรียนตัวอย่าง ก; รายงานของโรงเรียนตัวอย่าง ข",
    "subject": "โครงการตัวอย่าง",
    "label": "หนังสือรายงานตัวอย่าง",
    "practice": "แนวปฏิบัติที่ดีตัวอย่าง",
    "award": "รางวัลตัวอย่าง",
    "honour": "เกียรติบัตรตัวอย่าง",
    "by": "นางสาวตัวอย่าง ใจดี",
    "person": "นายตัวอย่าง ตั้งใจ",
    "people": "นายตัวอย่าง ตั้งใจ",
    "note": "โปรดแนบหลักฐานเพิ่มเติม",
    "reason": "โปรดแนบหลักฐานเพิ่มเติม",
    "desk": "กลุ่มนโยบายและแผน",
    "due": "30 เมษายน 2570",
    "day": "30 เมษายน 2570",
    "first": "1 มิถุนายน 2570",
    "last": "30 มิถุนายน 2570",
    "days": "5",
    "count": "3",
    "text": "รายงานของโรงเรียนตัวอย่างรอการตรวจของท่าน",
}


def key_of(text):
    """What a sentence is known by in addresses and in the database."""
    return fingerprint(source_of(text))[:16]


def places_of(text):
    """The names of the values that a sentence shows."""
    return set(PLACE.findall(source_of(text)))


def words_by_office(text, districts):
    """{district's key: its own words}, "" where it went back to the portal's."""
    rows = NoticeWording.objects.filter(key=key_of(text), district__in=districts)
    return dict(rows.values_list("district", "words"))


def said(text, own, district):
    """The sentence in the language of the moment; `own` as `words_by_office` gives it."""
    return own.get(district) or str(text) if get_language() == "th" else str(text)


def check(words, text):
    """ValidationError, with a sentence, for words into which the values do not fit."""
    known, used = places_of(text), set(PLACE.findall(words))
    if used - known:
        raise ValidationError(_("Nothing is known of: %(names)s.") % {"names": _listed(used - known)})
    if known - used:
        raise ValidationError(_("Something is missing: %(names)s.") % {"names": _listed(known - used)})
    if "%" in PLACE.sub("", words).replace("%%", ""):
        raise ValidationError(_("Please write every per cent sign twice."))


def _listed(names):
    return ", ".join(f"%({name})s" for name in sorted(names))


def sample(words, text):
    """The words with made-up values, for looking at."""
    return words % {name: SAMPLES.get(name, "…") for name in places_of(text)}
