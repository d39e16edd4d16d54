from .cycle import Cycle, CycleState, year_collected_in
from .facts import SchoolFacts
from .figures import LEVEL_GRADES, Grade, GradeCount, YearFigures
from .framework import EducationLevel, Framework, FrameworkKind, Indicator, QualityLevel, Standard
from .network import Network
from .people import Membership, SupervisorAssignment
from .sar import AT_OFFICE, WRITABLE, Sar, SarState
from .sar_answers import ItemRating, StandardSection
from .sar_papers import BoardApproval, SarFile, SarReminder
from .school import School, SchoolSize, size_of, size_range
from .scope import school_scope

__all__ = [
    "AT_OFFICE",
    "LEVEL_GRADES",
    "WRITABLE",
    "BoardApproval",
    "Cycle",
    "CycleState",
    "EducationLevel",
    "Framework",
    "FrameworkKind",
    "Grade",
    "GradeCount",
    "Indicator",
    "ItemRating",
    "Membership",
    "Network",
    "QualityLevel",
    "Sar",
    "SarFile",
    "SarReminder",
    "SarState",
    "School",
    "SchoolFacts",
    "SchoolSize",
    "Standard",
    "StandardSection",
    "SupervisorAssignment",
    "YearFigures",
    "school_scope",
    "size_of",
    "size_range",
    "year_collected_in",
]
