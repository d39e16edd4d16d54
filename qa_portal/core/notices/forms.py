from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm
from qa_portal.core.models import Channel, NoticeChoice, NoticeProfile, Pace

from . import outbox
from .kinds import kinds_for
from .paces import choices_of, profiles_of


class NoticeForm(PortalForm):
    """How often each kind of notice leaves the portal for this person, and when it must not."""

    wants_mail = forms.BooleanField(label=_("Send me mails"), required=False)
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    def __init__(self, *args, user, **kwargs):
        self.user, self.kinds = user, kinds_for(user)
        self.channels = [Channel.MAIL, *([Channel.LINE] if settings.LINE_TOKEN else [])]
        self.profile = profiles_of([user])[user.pk]
        paces = choices_of([user], [kind.key for kind in self.kinds])
        first = {"wants_mail": user.wants_mail}
        first |= {name: getattr(self.profile, name) for name in ("quiet_from", "quiet_until")}
        super().__init__(*args, initial=first, **kwargs)
        for kind, channel in self._pairs():
            label = f"{kind} ({channel.label})"
            choice = forms.ChoiceField(label=label, choices=Pace, initial=paces[user.pk, kind.key, channel])
            choice.widget.attrs |= {"class": "form-select", "aria-label": label}
            self.fields[self._name(kind, channel)] = choice

    def _pairs(self):
        return [(kind, channel) for kind in self.kinds for channel in self.channels]

    @staticmethod
    def _name(kind, channel):
        return f"{channel}-{kind.key}"

    @property
    def rows(self):
        """[(Kind, [(channel's word, field)])]"""
        return [
            (kind, [(channel.label, self[self._name(kind, channel)]) for channel in self.channels])
            for kind in self.kinds
        ]

    @transaction.atomic
    def save(self):
        self.user.wants_mail = self.cleaned_data["wants_mail"]
        self.user.save(update_fields=["wants_mail"])
        hours = {name: self.cleaned_data[name] for name in ("quiet_from", "quiet_until")}
        NoticeProfile.objects.update_or_create(user=self.user, defaults=hours)
        for kind, channel in self._pairs():
            choose(self.user, [kind.key], channel, self.cleaned_data[self._name(kind, channel)])


@transaction.atomic
def choose(user, kinds, channel, pace):
    """From now on; what waits of a kind that is switched off does not leave any more."""
    for kind in kinds:
        NoticeChoice.objects.update_or_create(user=user, kind=kind, channel=channel, defaults={"pace": pace})
    if pace == Pace.OFF:
        outbox.forget(user, kinds, channel)
