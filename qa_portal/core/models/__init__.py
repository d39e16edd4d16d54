from .acting import Acting
from .api_token import ApiMeter, ApiToken, ApiUse
from .base import Tracked, stamp_pair
from .district import District, DistrictKind
from .job import Job, JobState
from .kept import SavedView, UnsavedForm
from .notice import Channel, Notice, NoticeChoice, NoticeDelivery, NoticeProfile, Pace
from .stored_file import StoredFile, StoredText
from .transition_record import TransitionRecord
from .upload import Upload
from .user import User
from .webhook import WebhookDelivery, WebhookEvent, WebhookSubscription
from .wording import NoticeWording

__all__ = [
    "Acting",
    "ApiMeter",
    "ApiToken",
    "ApiUse",
    "Channel",
    "District",
    "DistrictKind",
    "Job",
    "JobState",
    "Notice",
    "NoticeChoice",
    "NoticeDelivery",
    "NoticeProfile",
    "NoticeWording",
    "Pace",
    "SavedView",
    "StoredFile",
    "StoredText",
    "Tracked",
    "TransitionRecord",
    "UnsavedForm",
    "Upload",
    "User",
    "WebhookDelivery",
    "WebhookEvent",
    "WebhookSubscription",
    "stamp_pair",
]
