from .activity import Activity, ActivityState, set_depths, stuck_rules
from .amendment import Amendment, AmendmentState, Baseline
from .beginning import ProjectTemplate, ProposalReading
from .budget import BudgetCategory, BudgetLine, Funding, FundingSource, Quarter
from .chain import Approval, ApprovalDesk, Decision, DeskHolder, ProposedVersion, Remark
from .commitment import Commitment, CommitmentRelease
from .doing import ActivityEvidence, ActivityReport, Attendance, AttendeeKind, IndicatorActual, Met, ProjectPhoto
from .expense import Expense
from .of_project import belonging
from .project import (
    AMENDABLE,
    BUDGETED,
    WRITABLE,
    Project,
    ProjectLayout,
    ProjectNature,
    ProjectState,
    current_fiscal_year,
)
from .rate import Rate
from .result import ResultActivity, ResultReport, ResultRow
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
from .rules import ProjectRules, rules_of
from .signed import SignedCopy, SignedKind
from .strategy import PolicyLink, StrategyItem, StrategyKind, WorkGroup, in_tree_order, one_code
from .timed import PeriodPrecision
from .transfer import Transfer, TransferRow, TransferState

__all__ = [
    "AMENDABLE",
    "BUDGETED",
    "WRITABLE",
    "Activity",
    "ActivityEvidence",
    "ActivityReport",
    "ActivityState",
    "Amendment",
    "AmendmentState",
    "Approval",
    "ApprovalDesk",
    "Attendance",
    "AttendeeKind",
    "Baseline",
    "BudgetCategory",
    "BudgetLine",
    "Commitment",
    "CommitmentRelease",
    "Decision",
    "DeskHolder",
    "Evaluation",
    "ExpectedResult",
    "Expense",
    "Funding",
    "FundingSource",
    "IndicatorActual",
    "Met",
    "Objective",
    "PeriodPrecision",
    "PolicyLink",
    "Project",
    "ProjectIndicator",
    "ProjectLayout",
    "ProjectNature",
    "ProjectPhoto",
    "ProjectRules",
    "ProjectState",
    "ProjectTemplate",
    "ProposalReading",
    "ProposedVersion",
    "Quarter",
    "Rate",
    "Remark",
    "ResultActivity",
    "ResultLevel",
    "ResultReport",
    "ResultRow",
    "Risk",
    "RiskKind",
    "Signatory",
    "SignatoryRole",
    "SignedCopy",
    "SignedKind",
    "StrategyItem",
    "StrategyKind",
    "Target",
    "TargetKind",
    "Transfer",
    "TransferRow",
    "TransferState",
    "WorkGroup",
    "belonging",
    "current_fiscal_year",
    "in_tree_order",
    "one_code",
    "rules_of",
    "set_depths",
    "stuck_rules",
]
