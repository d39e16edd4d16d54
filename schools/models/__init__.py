from .facts import SchoolFacts
from .figures import Grade, GradeCount, YearFigures
from .network import Network
from .people import Membership, SupervisorAssignment
from .school import School, SchoolSize, size_of, size_range
from .scope import school_scope

__all__ = [
    "Grade",
    "GradeCount",
    "Membership",
    "Network",
    "School",
    "SchoolFacts",
    "SchoolSize",
    "SupervisorAssignment",
    "YearFigures",
    "school_scope",
    "size_of",
    "size_range",
]
