"""The sentences of notices that ask somebody to act; all others are for information."""


class MustAct:
    """A sentence that waits for its reader: told at once, unless the reader chose otherwise."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return str(self.text)


def must_act(text):
    return MustAct(text)
