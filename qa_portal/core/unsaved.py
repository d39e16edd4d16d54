"""Typing that is not saved yet: kept while a person types, put back when the page is opened again, gone when the form
is saved or the typing thrown away. A page takes part by `data-autosave` on its form (static/js/autosave.js), and its
view by `find` where it opens the form and `forget` where it has saved it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from qa_portal.core.forms import as_typed
from qa_portal.core.models import UnsavedForm

MAX_LENGTH = 500_000  # characters of one form's typing
MAX_FORMS = 100  # of one person; the oldest go first


class NotKept(ValueError):
    """The typing cannot be kept; the text is a sentence for the person."""


@dataclass(frozen=True)
class Typing:
    """What a person typed into a page, as the browser would have sent it."""

    data: QueryDict
    typed_at: datetime
    version: int

    @property
    def seen(self):
        """What a window sends back as the last that it knows of."""
        return self.typed_at.isoformat()

    def is_older_than(self, row):
        """Whether somebody saved the row after this page was opened."""
        return self.version != row.version


def find(user, path):
    """The Typing of a person on a page, or None."""
    kept = UnsavedForm.objects.filter(user=user, path=path).first()
    if kept is None:
        return None
    data = QueryDict(mutable=True)
    for name, value in kept.fields:
        data.appendlist(name, value)
    return Typing(data, kept.saved_at, kept.row_version)


def forget(user, path):
    UnsavedForm.objects.filter(user=user, path=path).delete()


def keep(user, path, text):
    """Keep the fields of a page, given as the JSON text [[name, value], …]; return the row.

    Raises NotKept."""
    _check_page(path)
    fields = _read(text)
    version = next((value for name, value in fields if name.endswith("opened_version")), "")
    stored = {"fields": fields, "row_version": int(version) if version.isdecimal() and len(version) < 10 else 0}
    kept, _is_new = UnsavedForm.objects.update_or_create(user=user, path=path, defaults=stored)
    _keep_newest(user)
    return kept


def _check_page(path):
    try:
        resolve(path)
    except Resolver404 as error:
        raise NotKept(_("There is no such page.")) from error


def _read(text):
    """The fields without secrets; a password is never kept."""
    if len(text) > MAX_LENGTH:
        raise NotKept(_("There is too much on this page to be kept. Please save it now."))
    try:
        fields = [(_storable(name), _storable(value)) for name, value in json.loads(text)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotKept(_("What was typed did not arrive whole.")) from error
    return [[name, value] for name, value in fields if name != "csrfmiddlewaretoken" and "password" not in name]


def _storable(text):
    """Without NUL, and without half characters, which no page and no database can show again."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _keep_newest(user):
    newest = UnsavedForm.objects.filter(user=user).order_by("-saved_at").values_list("pk", flat=True)[:MAX_FORMS]
    UnsavedForm.objects.filter(user=user).exclude(pk__in=list(newest)).delete()


def clear(before):
    """Throw away what nobody came back to since `before`; return how many."""
    return UnsavedForm.objects.filter(saved_at__lt=before).delete()[0]


class Typed:
    """For form views of Django whose form is marked `data-autosave`; stands before Access or Edit."""

    unsaved = None

    def get_form(self, form_class=None):
        if self.request.method == "GET":
            self.unsaved = find(self.request.user, self.request.path)
        form = super().get_form(form_class)
        return as_typed(form) if self.unsaved else form

    def get_form_kwargs(self):
        return super().get_form_kwargs() | ({"data": self.unsaved.data} if self.unsaved else {})

    def form_valid(self, form):
        response = super().form_valid(form)
        forget(self.request.user, self.request.path)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"unsaved": self.unsaved, "keeps_typing": True}
