"""The state machines of projects, one file a noun; importing the package registers them."""

from .activity import ACTIVITY
from .project import PROJECT, missing_parts, missing_to_approve

__all__ = ["ACTIVITY", "PROJECT", "missing_parts", "missing_to_approve"]
