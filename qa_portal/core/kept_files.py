"""Uploads that outlive an error elsewhere in their form. A browser does not keep chosen files, so each good one is
stored at once and comes back with the form as a signed ticket, good for the person who uploaded it."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
    keys = [key for key, person in map(_opened, tickets) if person == by.pk]
    found = StoredFile.objects.filter(stored_by=by, district=by.district_id).in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def open_ticket(text):
    """The file of a ticket that came in place of an upload. ValidationError for one that is forged or old; that it is
    the person's own, files.store asks."""
    key, person = _opened(text)
    stored = StoredFile.objects.filter(pk=key, stored_by=person).first()
    if stored is None:
        raise ValidationError(_("The portal no longer has this file. Please choose it once more."), code="gone")
    return files.KeptUpload(stored, text)


def _opened(text):
    """(key of the file, key of the person) of a ticket; (None, None) of one that is forged or old."""
    try:
        return signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None, None


class KeepsUpload:
    """A form that takes `by` and has one optional upload, the field `kept_field` (core.forms.UploadField). `stored` is
    the StoredFile that came with this try or with an earlier one, or None."""

    kept_field = "receipt"

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.ticket_field = by, f"{self.kept_field}_kept"
        self.fields[self.ticket_field] = forms.CharField(widget=forms.HiddenInput, required=False)
        sent = self.data.get(self.add_prefix(self.ticket_field), "")
        self._keep(next(iter(redeem([sent], by)), None))

    def _keep(self, stored):
        self.stored = stored
        if stored:
            self.data = self.data.copy()
            self.data[self.add_prefix(self.ticket_field)] = ticket(stored, self.by)
            sentence = _("“%(file)s” was received and is kept. You need not choose it again.")
            self.fields[self.kept_field].help_text = sentence % {"file": stored}

    def clean(self):
        """The file is kept first: whatever else is refused, it need not come again."""
        self.cleaned_data.pop(self.ticket_field, None)
        upload = self.cleaned_data.pop(self.kept_field, None)
        if upload:
            self._keep(files.store(upload, district=self.by.district, by=self.by))
        return super().clean()
