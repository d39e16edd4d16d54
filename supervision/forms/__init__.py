from .finding import ActionFormSet, FindingForm
from .photo import PhotoCaptionForm, PhotoForm
from .plan import PlanForm, UnplannedForm, VisitPlanForm
from .record import FactsForm, SectionForm, WordsForm
from .steps import AcknowledgeForm, ActionStepForm, CancelForm, PostponeForm, ReplanForm

__all__ = [
    "AcknowledgeForm",
    "ActionFormSet",
    "ActionStepForm",
    "CancelForm",
    "FactsForm",
    "FindingForm",
    "PhotoCaptionForm",
    "PhotoForm",
    "PlanForm",
    "PostponeForm",
    "ReplanForm",
    "SectionForm",
    "UnplannedForm",
    "VisitPlanForm",
    "WordsForm",
]
