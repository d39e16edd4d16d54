"""Uploads that outlive an error elsewhere in their form. A browser does not keep chosen files, so each good one is
stored at once and comes back with the form as a signed ticket, good for the person who uploaded it."""

from django.core import signing
from django.core.exceptions import ValidationError

from qa_portal.core import files
from qa_portal.core.models import StoredFile

SALT = "kept-file"
GOOD_FOR = 3 * 24 * 60 * 60  # seconds: a form that is left open over a weekend


def keep_upload(upload, *, by, allowed=files.PAPERS):
    """(StoredFile, "") of a good upload, or (None, sentence) of one that cannot be taken."""
    try:
        return files.store(upload, district=by.district, by=by, allowed=allowed), ""
    except ValidationError as error:
        return None, f"{files.safe_name(upload.name)}: {' '.join(error.messages)}"


def ticket(stored, by):
    return signing.dumps([stored.pk, by.pk], salt=SALT)


def redeem(tickets, by):
    """The StoredFiles of these tickets in their order; those that are forged, old or another person's are left out."""
    keys = [key for key in (_key(text, by) for text in tickets) if key is not None]
    found = StoredFile.objects.filter(stored_by=by, district=by.district_id).in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _key(text, by):
    try:
        key, person = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return key if person == by.pk else None
