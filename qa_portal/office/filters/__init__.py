"""Filters of the rows behind the office's figures. A figure's link names them (reports.links); each list begins with
all rows of one district."""

from .districts import DistrictFilter
from .projects import ActivityRowsFilter, AttendanceRowsFilter, ExpenseRowsFilter, ProjectRowsFilter, ResultRowsFilter
from .sars import ClaimRowsFilter, ItemRowsFilter, MoveRowsFilter, RatingRowsFilter, SarRowsFilter
from .schools import PracticeRowsFilter, SchoolRowsFilter
from .visits import ActionRowsFilter, BoardRowsFilter, ExternalRowsFilter, VisitRowsFilter

__all__ = [
    "ActionRowsFilter",
    "ActivityRowsFilter",
    "AttendanceRowsFilter",
    "BoardRowsFilter",
    "ClaimRowsFilter",
    "DistrictFilter",
    "ExpenseRowsFilter",
    "ExternalRowsFilter",
    "ItemRowsFilter",
    "MoveRowsFilter",
    "PracticeRowsFilter",
    "ProjectRowsFilter",
    "RatingRowsFilter",
    "ResultRowsFilter",
    "SarRowsFilter",
    "SchoolRowsFilter",
    "VisitRowsFilter",
]
