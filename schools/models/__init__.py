from .award import DECIDED, Award, AwardCriterion, AwardJudge, AwardMark, AwardRank, AwardState, Honour, Nomination
from .cycle import Cycle, CyclePaper, CycleState, year_collected_in
from .evidence import Evidence, EvidenceUse
from .facts import SchoolFacts
from .figures import LEVEL_GRADES, Grade, GradeCount, Test, TestResult, YearFigures
from .framework import EducationLevel, Framework, FrameworkKind, Indicator, QualityLevel, Standard
from .level_count import LevelCount
from .mapping import ItemMatch, LevelMatch, StandardMatch
from .network import Network
from .people import Conflict, Membership, SupervisorAssignment
from .position import read_degrees
from .practice import Practice, PracticeFile, PracticeKind, PracticeState
from .review import Checklist, ChecklistAnswer, ChecklistQuestion, Part, SarReader, SarRemark, Submission, Verdict
from .sar import AT_OFFICE, WRITABLE, Sar, SarState
from .sar_answers import ItemRating, OwnSection, StandardSection
from .sar_papers import BoardApproval, SarFile, SarReminder
from .school import School, SchoolSize, size_of, size_range
from .scope import school_scope
from .steps import HOW_FAR, SchoolStep, Step, StepSet
from .targets import OwnStandard, Target, TargetSheet, TargetSheetState

__all__ = [
    "AT_OFFICE",
    "DECIDED",
    "HOW_FAR",
    "LEVEL_GRADES",
    "WRITABLE",
    "Award",
    "AwardCriterion",
    "AwardJudge",
    "AwardMark",
    "AwardRank",
    "AwardState",
    "BoardApproval",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistQuestion",
    "Conflict",
    "Cycle",
    "CyclePaper",
    "CycleState",
    "EducationLevel",
    "Evidence",
    "EvidenceUse",
    "Framework",
    "FrameworkKind",
    "Grade",
    "GradeCount",
    "Honour",
    "Indicator",
    "ItemMatch",
    "ItemRating",
    "LevelCount",
    "LevelMatch",
    "Membership",
    "Network",
    "Nomination",
    "OwnSection",
    "OwnStandard",
    "Part",
    "Practice",
    "PracticeFile",
    "PracticeKind",
    "PracticeState",
    "QualityLevel",
    "Sar",
    "SarFile",
    "SarReader",
    "SarRemark",
    "SarReminder",
    "SarState",
    "School",
    "SchoolFacts",
    "SchoolSize",
    "SchoolStep",
    "Standard",
    "StandardMatch",
    "StandardSection",
    "Step",
    "StepSet",
    "Submission",
    "SupervisorAssignment",
    "Target",
    "TargetSheet",
    "TargetSheetState",
    "Test",
    "TestResult",
    "Verdict",
    "YearFigures",
    "read_degrees",
    "school_scope",
    "size_of",
    "size_range",
    "year_collected_in",
]
