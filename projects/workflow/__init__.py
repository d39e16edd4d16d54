"""The state machines of projects, one file a noun; importing the package registers them."""

from .activity import ACTIVITY
from .amendment import AMENDMENT
from .project import PROJECT, missing_parts, missing_to_approve
from .transfer import TRANSFER

__all__ = ["ACTIVITY", "AMENDMENT", "PROJECT", "TRANSFER", "missing_parts", "missing_to_approve"]
