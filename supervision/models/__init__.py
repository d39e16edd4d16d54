from .action import ActionEvidence, ActionState, AgreedAction, OwedBy
from .answer import Answer
from .coverage import CoverageRule
from .finding import Finding, FindingCategory, FindingKind, SchoolReply, Verdict
from .instrument import (
    Instrument,
    InstrumentItem,
    InstrumentLevel,
    InstrumentSection,
    InstrumentState,
    ItemKind,
    LevelDescription,
)
from .photo import VisitPhoto
from .score import Score, SectionScore, score_of
from .visit import CancelReason, Postponement, Visit, VisitMember, VisitPurpose, VisitState

__all__ = [
    "ActionEvidence",
    "ActionState",
    "AgreedAction",
    "Answer",
    "CancelReason",
    "CoverageRule",
    "Finding",
    "FindingCategory",
    "FindingKind",
    "Instrument",
    "InstrumentItem",
    "InstrumentLevel",
    "InstrumentSection",
    "InstrumentState",
    "ItemKind",
    "LevelDescription",
    "OwedBy",
    "Postponement",
    "SchoolReply",
    "Score",
    "SectionScore",
    "Verdict",
    "Visit",
    "VisitMember",
    "VisitPhoto",
    "VisitPurpose",
    "VisitState",
    "score_of",
]
