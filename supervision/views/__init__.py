from .actions import ActionDetail, ActionList, ActionStep, evidence_file
from .documents import visit_pdf, visit_photo
from .lists import CoverageList, VisitList
from .plan import UnplannedCreate, VisitAcknowledge, VisitCancel, VisitCreate, VisitPlanEdit, VisitPostpone, VisitReplan
from .record import FactsEdit, SectionEdit, VisitCheck, WordsEdit
from .record_findings import FindingDelete, FindingEdit, FindingList, PromisesEdit
from .record_photos import PhotoDelete, PhotoEdit, PhotoList
from .visit import VisitDetail

__all__ = [
    "ActionDetail",
    "ActionList",
    "ActionStep",
    "CoverageList",
    "FactsEdit",
    "FindingDelete",
    "FindingEdit",
    "FindingList",
    "PhotoDelete",
    "PhotoEdit",
    "PhotoList",
    "PromisesEdit",
    "SectionEdit",
    "UnplannedCreate",
    "VisitAcknowledge",
    "VisitCancel",
    "VisitCheck",
    "VisitCreate",
    "VisitDetail",
    "VisitList",
    "VisitPlanEdit",
    "VisitPostpone",
    "VisitReplan",
    "WordsEdit",
    "evidence_file",
    "visit_pdf",
    "visit_photo",
]
