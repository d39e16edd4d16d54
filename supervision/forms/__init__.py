from .finding import ActionFormSet, FindingForm
from .photo import PhotoCaptionForm, PhotoForm
from .record import FactsForm, SectionForm, WordsForm
from .steps import AcknowledgeForm, ActionStepForm, CancelForm, PostponeForm, ReplanForm
from .visit import PlannedVisitsForm, UnplannedForm, VisitPlanForm

__all__ = [
    "AcknowledgeForm",
    "ActionFormSet",
    "ActionStepForm",
    "CancelForm",
    "FactsForm",
    "FindingForm",
    "PhotoCaptionForm",
    "PhotoForm",
    "PlannedVisitsForm",
    "PostponeForm",
    "ReplanForm",
    "SectionForm",
    "UnplannedForm",
    "VisitPlanForm",
    "WordsForm",
]
