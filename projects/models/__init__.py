from .activity import Activity, set_depths
from .budget import BudgetCategory, BudgetLine, Funding, FundingSource
from .expense import Expense
from .project import BUDGETED, WRITABLE, Project, ProjectLayout, ProjectNature, ProjectState, current_fiscal_year
from .rate import Rate
from .rows import (
    Evaluation,
    ExpectedResult,
    Objective,
    ProjectIndicator,
    ResultLevel,
    Risk,
    RiskKind,
    Signatory,
    SignatoryRole,
    Target,
    TargetKind,
)
from .strategy import PolicyLink, StrategyItem, StrategyKind, WorkGroup
from .timed import PeriodPrecision

__all__ = [
    "BUDGETED",
    "WRITABLE",
    "Activity",
    "BudgetCategory",
    "BudgetLine",
    "Evaluation",
    "ExpectedResult",
    "Expense",
    "Funding",
    "FundingSource",
    "Objective",
    "PeriodPrecision",
    "PolicyLink",
    "Project",
    "ProjectIndicator",
    "ProjectLayout",
    "ProjectNature",
    "ProjectState",
    "Rate",
    "ResultLevel",
    "Risk",
    "RiskKind",
    "Signatory",
    "SignatoryRole",
    "StrategyItem",
    "StrategyKind",
    "Target",
    "TargetKind",
    "WorkGroup",
    "current_fiscal_year",
    "set_depths",
]
