"""Forms of a proposal, one section a page. Tables are formsets that work without JavaScript (projects.formsets)."""

from .beginning import BeginForm, CopyForm, TemplateForm
from .fields import FIRST_YEAR, LAST_YEAR, CheckedTextField, FormulaField, StatedField
from .policy import PolicyForms, PolicyLinkForm
from .results import ResultActivityForm, ResultForm, ResultRowForm
from .rows import (
    ActivityForm,
    EvaluationForm,
    ExpectedResultForm,
    FundingForm,
    IndicatorForm,
    LineForm,
    ObjectiveForm,
    RiskForm,
    RowForm,
    SignatoryForm,
    TargetForm,
    TotalForm,
    row_form,
)
from .section import BasicsForm, BudgetForm, RationaleForm, SectionForm, possible_owners
from .sheets import LinesConfirmForm
from .spending import (
    CommitmentForm,
    ExpenseForm,
    LedgerFilter,
    PaymentForm,
    ReasonForm,
    ReleaseForm,
    TransferForm,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "ActivityForm",
    "BasicsForm",
    "BeginForm",
    "BudgetForm",
    "CheckedTextField",
    "CommitmentForm",
    "CopyForm",
    "EvaluationForm",
    "ExpectedResultForm",
    "ExpenseForm",
    "FormulaField",
    "FundingForm",
    "IndicatorForm",
    "LedgerFilter",
    "LineForm",
    "LinesConfirmForm",
    "ObjectiveForm",
    "PaymentForm",
    "PolicyForms",
    "PolicyLinkForm",
    "RationaleForm",
    "ReasonForm",
    "ReleaseForm",
    "ResultActivityForm",
    "ResultForm",
    "ResultRowForm",
    "RiskForm",
    "RowForm",
    "SectionForm",
    "SignatoryForm",
    "StatedField",
    "TargetForm",
    "TemplateForm",
    "TotalForm",
    "TransferForm",
    "possible_owners",
    "row_form",
]
