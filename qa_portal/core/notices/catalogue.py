"""All sentences that an office can word anew, for its page of wordings."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import override

from qa_portal.core.models import NoticeWording
from qa_portal.core.workflow import MACHINES

from .sentences import SENTENCES, MustAct
from .wording import key_of, sample


@dataclass(frozen=True)
class Entry:
    """A sentence and the words that one office says it in ("" for the portal's own)."""

    key: str
    text: object
    words: str = ""

    @property
    def asks(self):
        return isinstance(self.text, MustAct)

    @property
    def shipped(self):
        with override("th"):
            return str(self.text)

    @property
    def shown(self):
        return sample(self.words or self.shipped, self.text)


@cache
def sentences():
    """{key: sentence}, of every app."""
    news = [step.news for machine in MACHINES.values() for step in machine.transitions if step.news]
    return {key_of(text): text for text in [*news, *SENTENCES]}


def entries_for(district, search=""):
    """The sentences in whose words, the office's or the portal's, the searched ones stand; the changed ones first."""
    own = dict(NoticeWording.objects.filter(district=district).values_list("key", "words"))
    found = [Entry(key, text, own.get(key, "")) for key, text in sentences().items()]
    found = [entry for entry in found if search in entry.words + entry.shipped]
    return sorted(found, key=lambda entry: (not entry.words, not entry.asks, entry.shipped))
