"""Forms of a proposal, one section a page. Tables are formsets that work without JavaScript (projects.formsets)."""

from .beginning import CopyForm
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
from .spending import ExpenseForm, ReasonForm

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "ActivityForm",
    "BasicsForm",
    "BudgetForm",
    "CheckedTextField",
    "CopyForm",
    "EvaluationForm",
    "ExpectedResultForm",
    "ExpenseForm",
    "FormulaField",
    "FundingForm",
    "IndicatorForm",
    "LineForm",
    "ObjectiveForm",
    "PolicyForms",
    "PolicyLinkForm",
    "RationaleForm",
    "ReasonForm",
    "ResultActivityForm",
    "ResultForm",
    "ResultRowForm",
    "RiskForm",
    "RowForm",
    "SectionForm",
    "SignatoryForm",
    "StatedField",
    "TargetForm",
    "TotalForm",
    "possible_owners",
    "row_form",
]
