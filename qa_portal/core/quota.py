"""How much room the files of an office, and of a school, may take together (OFFICE_QUOTA_GB, SCHOOL_QUOTA_GB; 0: as
much as the disk has). What the portal makes itself is counted, and never refused."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import StoredFile

GB = 1024**3
FULL = _(
    "The files of %(whose)s take %(used)s GB of %(most)s GB, so this one was not taken. Nothing else is lost: please "
    "take out files that are not needed, or ask who runs the portal for more room."
)


class NoRoom(ValidationError):
    """There is no room for a file, on the disk or in its owner's share."""


@dataclass(frozen=True)
class Share:
    whose: str
    used: int  # bytes
    most: int

    def has_room_for(self, size):
        return not self.most or self.used + size <= self.most


SHARES = []


def share(of_person):
    """Register a function that gives the Share in which a person's files are counted, or None."""
    SHARES.append(of_person)
    return of_person


def bytes_of(files):
    return files.aggregate(bytes=Sum("size"))["bytes"] or 0


@share
def of_office(person):
    if not settings.OFFICE_QUOTA_GB or person.district is None:
        return None
    used = bytes_of(StoredFile.objects.filter(district=person.district))
    return Share(str(person.district), used, settings.OFFICE_QUOTA_GB * GB)


def check(size, *, by):
    """NoRoom where a file of this size would be more than a share that it counts in."""
    for of_person in SHARES:
        found = of_person(by)
        if found and not found.has_room_for(size):
            facts = {"whose": found.whose, "used": f"{found.used / GB:.1f}", "most": f"{found.most / GB:.0f}"}
            raise NoRoom(FULL, code="quota", params=facts)


def standing():
    """(bytes of all files, [(office, bytes)] of the fullest) for the operator."""
    fullest = StoredFile.objects.order_by().values_list("district__short_name").annotate(bytes=Sum("size"))
    return bytes_of(StoredFile.objects.all()), list(fullest.order_by("-bytes")[:5])
