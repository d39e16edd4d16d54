from .annual_book import AnnualForeword
from .attention import AttentionWord, Sign, SignWeight
from .checklist import ChecklistItem, ChecklistRule
from .letter import Letter, LetterKind, LetterState
from .library import LibraryDocument, PaperKind, Reader, Standing
from .manual import ProcessForm, ProcessReference, ProcessState, ProcessStep, WorkProcess
from .own_answer import (
    HEADINGS,
    Clarity,
    EvidenceKind,
    OfficeEvidence,
    OfficeEvidenceUse,
    OwnAnswer,
    OwnProject,
)
from .own_assessment import OwnAssessment, OwnEdition, OwnLevel, OwnState
from .own_framework import LevelWords, OwnItem, OwnTick
from .publication import Publication, PublicationKind, PublicationReading
from .synthesis import Chapter, Quote, Side, Synthesis, Theme

__all__ = [
    "HEADINGS",
    "AnnualForeword",
    "AttentionWord",
    "Chapter",
    "ChecklistItem",
    "ChecklistRule",
    "Clarity",
    "EvidenceKind",
    "Letter",
    "LetterKind",
    "LetterState",
    "LevelWords",
    "LibraryDocument",
    "OfficeEvidence",
    "OfficeEvidenceUse",
    "OwnAnswer",
    "OwnAssessment",
    "OwnEdition",
    "OwnItem",
    "OwnLevel",
    "OwnProject",
    "OwnState",
    "OwnTick",
    "PaperKind",
    "ProcessForm",
    "ProcessReference",
    "ProcessState",
    "ProcessStep",
    "Publication",
    "PublicationKind",
    "PublicationReading",
    "Quote",
    "Reader",
    "Side",
    "Sign",
    "SignWeight",
    "Standing",
    "Synthesis",
    "Theme",
    "WorkProcess",
]
