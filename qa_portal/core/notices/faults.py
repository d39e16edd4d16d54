"""Why a message did not leave."""


class Later(Exception):
    """This message failed: it is tried again."""


class NotNow(Exception):
    """The whole channel does not work: nothing more is sent over it in this run."""


class GivenUp(Exception):
    """This message can never be delivered."""
