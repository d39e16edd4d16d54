from functools import cache

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def stamp_pair(stamp):
    """The CheckConstraint condition that `<stamp>_at` and `<stamp>_by` are both set or both empty."""
    nothing = models.Q(**{f"{stamp}_at": None, f"{stamp}_by": None})
    return nothing | models.Q(**{f"{stamp}_at__isnull": False, f"{stamp}_by__isnull": False})


class ByWhom(models.Model):
    """A row of a kept history: `by` says who saves or deletes it; without it the person of the request does."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self._note_who(kwargs)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._note_who(kwargs)
        return super().delete(*args, **kwargs)

    def changed_by(self, user):
        """Who the history names where the row is saved by somebody else's code."""
        self._history_user = user
        return self

    def _note_who(self, kwargs):
        if "by" in kwargs:
            self.changed_by(kwargs.pop("by"))


class Tracked(ByWhom):
    """A row whose every change is kept (who, when, old, new) and whose `version` rises with each save, so that a form
    opened on an older version is refused (core.forms.PortalModelForm)."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    history = HistoricalRecords(inherit=True, excluded_fields=["version", "created_at", "updated_at"])

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version", "updated_at"}
        super().save(*args, **kwargs)

    def _get_FIELD_display(self, field):  # noqa: N802  Django's name
        """Django's own puts all choices into a dict for each value; a list asks for many."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field):
    return dict(field.flatchoices)
