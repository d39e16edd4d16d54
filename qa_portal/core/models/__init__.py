from .acting import Acting
from .api_token import ApiMeter, ApiToken, ApiUse
from .base import ByWhom, Tracked, stamp_pair
from .consent import AGREED, ShowsPeople
from .district import District, DistrictKind
from .job import Job, JobState
from .kept import SavedView, UnsavedForm
from .letterhead import ActsFor, Letterhead, OfficeSignatory
from .notice import Channel, Notice, NoticeChoice, NoticeDelivery, NoticeProfile, Pace
from .personal_data import Act, DataAccess, Decision, PersonAct, RetentionProposal
from .refusal import Refusal
from .scope import district_scope
from .signed_in import SignedIn
from .stored_file import StoredFile, StoredText
from .summary import KeptFigures, KeptRound, Touched
from .transition_record import TransitionRecord
from .upload import Upload
from .user import User
from .webhook import WebhookDelivery, WebhookEvent, WebhookSubscription
from .wording import NoticeWording

__all__ = [
    "AGREED",
    "Act",
    "Acting",
    "ActsFor",
    "ApiMeter",
    "ApiToken",
    "ApiUse",
    "ByWhom",
    "Channel",
    "DataAccess",
    "Decision",
    "District",
    "DistrictKind",
    "Job",
    "JobState",
    "KeptFigures",
    "KeptRound",
    "Letterhead",
    "Notice",
    "NoticeChoice",
    "NoticeDelivery",
    "NoticeProfile",
    "NoticeWording",
    "OfficeSignatory",
    "Pace",
    "PersonAct",
    "Refusal",
    "RetentionProposal",
    "SavedView",
    "ShowsPeople",
    "SignedIn",
    "StoredFile",
    "StoredText",
    "Touched",
    "Tracked",
    "TransitionRecord",
    "UnsavedForm",
    "Upload",
    "User",
    "WebhookDelivery",
    "WebhookEvent",
    "WebhookSubscription",
    "district_scope",
    "stamp_pair",
]
