from .acknowledgement import DAYS_FOR_PLAN, Acknowledgement
from .action import ActionEvidence, ActionState, AgreedAction, Outcome, OwedBy
from .answer import Answer, AnswerRow
from .answer_link import ActionReminder, AnswerLink, LinkHolder
from .asked import ASKING, asked_items, rule_in_words, wanted
from .assessment import DAYS, ENDED, STAGES, AssessmentState, ExternalAssessment, HearingAttendee, Observer
from .assessment_round import AssessmentRound, ScoreBand, StandardLink
from .batch import AssessorIssue, Batch, BatchSar, BatchState, IssueSource
from .calendar_feed import CalendarFeed
from .calendar_proposal import CalendarProposal
from .collection import Collection, CollectionState, YearKind, about_year
from .committee import (
    AgendaItem,
    Attendance,
    Committee,
    CommitteeKind,
    CommitteeMember,
    Meeting,
    MeetingPhoto,
    MeetingState,
)
from .correspondence import Correspondence, Direction
from .coverage import CoverageRule
from .duty import Duty, DutyTopic
from .field_record import ConflictChoice, FieldConflict, FieldFile, FieldRecord, FieldRevision, SignOff
from .finding import Finding, FindingCategory, FindingKind, SchoolReply, Severity, Verdict
from .follow_up_rules import FollowUpRules
from .holiday import Holiday
from .instrument import (
    Audience,
    Instrument,
    InstrumentChoice,
    InstrumentItem,
    InstrumentLevel,
    InstrumentSection,
    InstrumentState,
    ItemKind,
    LevelDescription,
)
from .order import Order, OrderState, Tour, TourPerson, TourStop, TourTeam
from .order_change import ChangeState, OrderChange
from .photo import VisitPhoto
from .plan import PlanState, SupervisionPlan
from .plan_event import PlanEvent
from .plan_item import Period, PlanItem, SchoolRule, Unit
from .readiness import Proof, ReadinessAnswer, ReadinessForm, ReadinessItem
from .recheck import Recheck, RecheckVerdict
from .recommendation import ImprovementPart, Recommendation, RecommendationState
from .result import MOVED, Move, ResultKind, ResultPaper, StandardResult
from .school_band import SchoolBand
from .score import Score, SectionScore, score_from, score_of, score_rows, whole_scores
from .semester import SemesterDays, Semesters, usual_semesters
from .sheet import (
    ANSWERED_STATES,
    OWED_STATES,
    SHEET_STANDINGS,
    Sheet,
    SheetAnswer,
    SheetFile,
    SheetReminder,
    SheetState,
)
from .support import SupportPlan, SupportReason, SupportReview, SupportState
from .survey import FEWEST, AnswersAs, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyState
from .visit import ArrivalBand, CancelReason, Postponement, Visit, VisitMember, VisitPurpose, VisitState

__all__ = [
    "ANSWERED_STATES",
    "ASKING",
    "DAYS",
    "DAYS_FOR_PLAN",
    "ENDED",
    "FEWEST",
    "MOVED",
    "OWED_STATES",
    "SHEET_STANDINGS",
    "STAGES",
    "Acknowledgement",
    "ActionEvidence",
    "ActionReminder",
    "ActionState",
    "AgendaItem",
    "AgreedAction",
    "Answer",
    "AnswerLink",
    "AnswerRow",
    "AnswersAs",
    "ArrivalBand",
    "AssessmentRound",
    "AssessmentState",
    "AssessorIssue",
    "Attendance",
    "Audience",
    "Batch",
    "BatchSar",
    "BatchState",
    "CalendarFeed",
    "CalendarProposal",
    "CancelReason",
    "ChangeState",
    "Collection",
    "CollectionState",
    "Committee",
    "CommitteeKind",
    "CommitteeMember",
    "ConflictChoice",
    "Correspondence",
    "CoverageRule",
    "Direction",
    "Duty",
    "DutyTopic",
    "ExternalAssessment",
    "FieldConflict",
    "FieldFile",
    "FieldRecord",
    "FieldRevision",
    "Finding",
    "FindingCategory",
    "FindingKind",
    "FollowUpRules",
    "HearingAttendee",
    "Holiday",
    "ImprovementPart",
    "Instrument",
    "InstrumentChoice",
    "InstrumentItem",
    "InstrumentLevel",
    "InstrumentSection",
    "InstrumentState",
    "IssueSource",
    "ItemKind",
    "LevelDescription",
    "LinkHolder",
    "Meeting",
    "MeetingPhoto",
    "MeetingState",
    "Move",
    "Observer",
    "Order",
    "OrderChange",
    "OrderState",
    "Outcome",
    "OwedBy",
    "Period",
    "PlanEvent",
    "PlanItem",
    "PlanState",
    "Postponement",
    "Proof",
    "ReadinessAnswer",
    "ReadinessForm",
    "ReadinessItem",
    "Recheck",
    "RecheckVerdict",
    "Recommendation",
    "RecommendationState",
    "ResultKind",
    "ResultPaper",
    "SchoolBand",
    "SchoolReply",
    "SchoolRule",
    "Score",
    "ScoreBand",
    "SectionScore",
    "SemesterDays",
    "Semesters",
    "Severity",
    "Sheet",
    "SheetAnswer",
    "SheetFile",
    "SheetReminder",
    "SheetState",
    "SignOff",
    "StandardLink",
    "StandardResult",
    "SupervisionPlan",
    "SupportPlan",
    "SupportReason",
    "SupportReview",
    "SupportState",
    "Survey",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveyState",
    "Tour",
    "TourPerson",
    "TourStop",
    "TourTeam",
    "Unit",
    "Verdict",
    "Visit",
    "VisitMember",
    "VisitPhoto",
    "VisitPurpose",
    "VisitState",
    "YearKind",
    "about_year",
    "asked_items",
    "rule_in_words",
    "score_from",
    "score_of",
    "score_rows",
    "usual_semesters",
    "wanted",
    "whole_scores",
]
