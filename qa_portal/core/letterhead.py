"""The one letterhead of an office's papers: what letters, orders, announcements and certificates begin and end with."""

from dataclasses import dataclass

from django.utils import timezone

from qa_portal.core.documents.pictures import picture
from qa_portal.core.models import Letterhead, OfficeSignatory

UNIT = "กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา"
DIRECTOR = "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"


@dataclass(frozen=True)
class Head:
    """Plain words, so that a paper can keep those of its day."""

    office: str
    address: str
    prefix: str
    unit: str
    contact: str
    signatory: str
    signatory_lines: tuple[str, ...]

    def number(self, running):
        """A number as printed: ศธ 04123/56."""
        return f"{self.prefix}/{running}" if self.prefix else str(running)


def head_of(district, day=None, *, signatory=None):
    """The Head of a paper of that day (None: today). Where the office has set nothing, its own facts stand in."""
    kept = Letterhead.objects.filter(district=district).first() or Letterhead()
    name, lines = signature_of(district, day, signatory=signatory)
    return Head(
        office=district.name,
        address=kept.address or district.address,
        prefix=kept.prefix,
        unit=kept.unit or UNIT,
        contact=kept.contact or (f"โทร. {district.phone}" if district.phone else ""),
        signatory=name,
        signatory_lines=lines,
    )


def has_letterhead(district):
    """Whether the office has set one: its own papers in the form of another body bear it only then."""
    return Letterhead.objects.filter(district=district).exists()


def signature_of(district, day=None, *, signatory=None):
    """(name, lines under it) of the given OfficeSignatory, of the usual one of that day, or of the director."""
    rows = OfficeSignatory.objects.filter(district=district, is_usual=True).on(day or timezone.localdate())
    found = signatory or rows.first()
    if found:
        return found.name, found.lines
    return district.director_name, (district.director_position or DIRECTOR,)


def signed_by(district, day=None):
    """What a paper keeps of who signs it: name and position, each as one line."""
    name, lines = signature_of(district, day)
    return {"signatory": name, "signatory_position": " ".join(lines)}


def pictures_of(district):
    """What documents show by key: the office's emblem and its logo, where it has them, as (bytes, media type)."""
    shown = {"emblem": emblem_of(district), "logo": district.logo}
    return {key: picture(stored) for key, stored in shown.items() if stored and not stored.is_held}


def emblem_of(district):
    """The garuda or seal, or None."""
    kept = Letterhead.objects.filter(district=district).select_related("emblem").first()
    return kept.emblem if kept else None
