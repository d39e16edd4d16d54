"""What each code of the checks says to the person who uploads: what is wrong, and what to do about it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .checks import MAX_PAGES

PRINT_AGAIN = _("Open it, print it to PDF (“Save as PDF”) and upload the new file.")

SENTENCES = {
    "junk": _("Something stands before the beginning of the PDF, so that other programs may not open it."),
    "damaged": _("The PDF is damaged or incomplete, perhaps because copying it was broken off."),
    "locked": _("The PDF is locked with a password. Save it without a password and upload that file."),
    "owner_locked": _(
        "The PDF opens, but printing or copying is locked by its owner. Save it without restrictions and upload that."
    ),
    "script": _("The PDF contains a program (JavaScript), which is not allowed."),
    "launch": _("The PDF would start a program on the reader's machine, which is not allowed."),
    "sends": _("The PDF contains a form that sends or fetches data, which is not allowed."),
    "elsewhere": _("The PDF opens another file by itself or by a link, which is not allowed."),
    "embedded": _("Other files are attached inside the PDF. Take them out and upload them one by one."),
    "xfa": _("The PDF is a fill-in form (XFA) that most programs cannot open."),
    "media": _("The PDF contains sound, film or a 3D model, which is not allowed."),
    "bomb": _("The PDF is packed in such a way that it becomes far too large when it is opened."),
    "heavy": _("The PDF needs too much memory or time to open."),
    "tangled": _("The pages inside the PDF are tangled or stand too deep in one another."),
    "pages": _("The PDF has more than %(pages)s pages. Upload the report alone, and its appendices apart."),
}
TOLD_WHAT_TO_DO = {"locked", "owner_locked", "embedded", "pages"}


def refusal(code):
    """The ValidationError of a code."""
    parts = [SENTENCES[code]] if code in TOLD_WHAT_TO_DO else [SENTENCES[code], PRINT_AGAIN]
    params = {"pages": f"{MAX_PAGES:,}"} if code == "pages" else None
    if len(parts) == 1:
        return ValidationError(parts[0], code=code, params=params)
    return ValidationError(_("%(what)s %(then)s"), code=code, params={"what": parts[0], "then": parts[1]})
