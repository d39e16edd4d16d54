from .action import ActionEvidence, ActionState, AgreedAction, OwedBy
from .answer import Answer
from .assessment import ENDED, STAGES, AssessmentState, ExternalAssessment, HearingAttendee, Observer
from .assessment_round import AssessmentRound, ScoreBand, StandardLink
from .batch import AssessorIssue, Batch, BatchSar, BatchState, IssueSource
from .correspondence import Correspondence, Direction
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
from .readiness import Proof, ReadinessAnswer, ReadinessForm, ReadinessItem
from .recommendation import ImprovementPart, Recommendation, RecommendationState
from .result import MOVED, Move, ResultKind, ResultPaper, StandardResult
from .score import Score, SectionScore, score_of
from .visit import CancelReason, Postponement, Visit, VisitMember, VisitPurpose, VisitState

__all__ = [
    "ENDED",
    "MOVED",
    "STAGES",
    "ActionEvidence",
    "ActionState",
    "AgreedAction",
    "Answer",
    "AssessmentRound",
    "AssessmentState",
    "AssessorIssue",
    "Batch",
    "BatchSar",
    "BatchState",
    "CancelReason",
    "Correspondence",
    "CoverageRule",
    "Direction",
    "ExternalAssessment",
    "Finding",
    "FindingCategory",
    "FindingKind",
    "HearingAttendee",
    "ImprovementPart",
    "Instrument",
    "InstrumentItem",
    "InstrumentLevel",
    "InstrumentSection",
    "InstrumentState",
    "IssueSource",
    "ItemKind",
    "LevelDescription",
    "Move",
    "Observer",
    "OwedBy",
    "Postponement",
    "Proof",
    "ReadinessAnswer",
    "ReadinessForm",
    "ReadinessItem",
    "Recommendation",
    "RecommendationState",
    "ResultKind",
    "ResultPaper",
    "SchoolReply",
    "Score",
    "ScoreBand",
    "SectionScore",
    "StandardLink",
    "StandardResult",
    "Verdict",
    "Visit",
    "VisitMember",
    "VisitPhoto",
    "VisitPurpose",
    "VisitState",
    "score_of",
]
