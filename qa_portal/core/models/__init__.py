from .base import Tracked, stamp_pair
from .district import District, DistrictKind
from .notice import Notice
from .stored_file import StoredFile
from .transition_record import TransitionRecord
from .user import User

__all__ = ["District", "DistrictKind", "Notice", "StoredFile", "Tracked", "TransitionRecord", "User", "stamp_pair"]
