"""The register of personal data: an app says in its `personal_data.py` which fields of its tables hold some, what for
and for how long; words and fields come from the tables themselves. Which person did something (a key of a user) is
found by itself: `traces`. A test fails for a field that looks like a person's and is in neither."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PUBLIC_TASK = _("Public task (PDPA s. 24 (4))")
BY_LAW = _("Duty by law (PDPA s. 24 (6))")
CONSENT = _("Consent (PDPA s. 19)")

WITH_RECORD = _("As long as the record that it stands in: papers of the office are kept under the rules on records")
WITH_ACCOUNT = _("Until the person is erased, which is proposed one fiscal year after the account was closed")

NAMED = _("To say in the office's papers who is responsible, decides, signs or took part")
REACHED = _("To reach the office, the school or the person")
SEEN = _("To show that the work took place")
DONE = _("To show who did what and when")

# Words for tables and fields that say none themselves: those of libraries, and who took a step.
TABLE_WORDS = {"mfa.Authenticator": _("Second factor of sign-in"), "core.HistoricalUser_groups": _("History of roles")}
FIELD_WORDS = {
    "announced_by": _("Announced by"),
    "approved_by": _("Approved by"),
    "closed_by": _("Closed by"),
    "confirmed_by": _("Confirmed by"),
    "dropped_by": _("Dropped by"),
    "excused_by": _("Excused by"),
    "finished_by": _("Finished by"),
    "last_used_at": _("Last used"),
    "line_id": _("LINE account"),
    "merged_by": _("Merged by"),
    "opened_by": _("Opened by"),
    "proposed_by": _("Proposed by"),
    "published_by": _("Published by"),
    "replied_by": _("Answered by"),
    "reported_by": _("Reported by"),
    "returned_by": _("Returned by"),
    "accepted_by": _("Accepted by"),
    "sent_by": pgettext_lazy("person", "Sent by"),
    "settled_by": _("Settled by"),
    "signed_by": _("Signed by"),
    "started_by": _("Started by"),
    "submitted_by": _("Submitted by"),
    "taken_back_by": _("Taken back by"),
    "type": _("Kind"),
    "user": _("Person"),
    "withdrawn_by": _("Withdrawn by"),
}


@dataclass(frozen=True)
class Holding:
    """`model` as "app.Model"."""

    model: str
    fields: tuple[str, ...]
    purpose: str
    basis: str = PUBLIC_TASK
    retention: str = WITH_RECORD

    @property
    def table(self):
        return apps.get_model(self.model)

    @property
    def name(self):
        return str(TABLE_WORDS.get(self.model, self.table._meta.verbose_name))

    @property
    def field_names(self):
        return [_word_of(self.table._meta.get_field(field)) for field in self.fields]


def _word_of(field):
    """What its table calls it; Django makes up an English word of the name where that says nothing."""
    is_made_up = field.verbose_name == field.name.replace("_", " ")
    return str(FIELD_WORDS.get(field.name, field.verbose_name) if is_made_up else field.verbose_name)


HOLDINGS: list[Holding] = []


def register(*holdings):
    HOLDINGS.extend(holdings)


def holdings():
    """What the apps say they hold, by table."""
    return sorted(HOLDINGS, key=lambda holding: holding.model)


def traces():
    """Holdings made of the keys of users that the tables have: who did, owns or answers for a row."""
    user = get_user_model()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        fields = [field.name for field in _keys(model) if issubclass(field.related_model, user)]
        if fields and not model._meta.auto_created and not hasattr(model, "history_object"):
            yield Holding(model._meta.label, tuple(fields), DONE)


def _keys(model):
    relations = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return (field for field in relations if field.is_relation and isinstance(field.related_model, type))
