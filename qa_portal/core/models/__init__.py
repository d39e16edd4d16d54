from .acting import Acting
from .base import Tracked, stamp_pair
from .district import District, DistrictKind
from .job import Job, JobState
from .kept import SavedView, UnsavedForm
from .notice import Notice
from .stored_file import StoredFile, StoredText
from .transition_record import TransitionRecord
from .upload import Upload
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
    "StoredText",
    "Tracked",
    "TransitionRecord",
    "UnsavedForm",
    "Upload",
    "User",
    "stamp_pair",
]
