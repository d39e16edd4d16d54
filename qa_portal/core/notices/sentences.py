"""What notices say. A sentence that is marked here can be worded anew by each office (F52), as can those of the
workflows' steps."""

from django.utils.translation import override

SENTENCES = []


class Sentence:
    """A sentence in the reader's language; `asks`: it waits for the reader's act."""

    asks = False

    def __init__(self, text):
        self.text = text
        SENTENCES.append(self)

    def __str__(self):
        return str(self.text)


class MustAct(Sentence):
    """Told at once, unless the reader chose otherwise."""

    asks = True


def must_act(text):
    return MustAct(text)


def told(text):
    return Sentence(text)


def source_of(text):
    """The sentence as the code has it, whatever the language: what it is known by."""
    with override("en"):
        return str(text)
