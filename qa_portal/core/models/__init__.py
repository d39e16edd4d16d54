from .acting import Acting
from .base import Tracked, stamp_pair
from .district import District, DistrictKind
from .job import Job, JobState
from .kept import SavedView, UnsavedForm
from .notice import Notice
from .stored_file import StoredFile
from .transition_record import TransitionRecord
from .user import User

__all__ = [
    "Acting",
    "District",
    "DistrictKind",
    "Job",
    "JobState",
    "Notice",
    "SavedView",
    "StoredFile",
    "Tracked",
    "TransitionRecord",
    "UnsavedForm",
    "User",
    "stamp_pair",
]
