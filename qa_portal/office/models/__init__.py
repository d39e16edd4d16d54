from .attention import AttentionWord, Sign, SignWeight
from .publication import Publication, PublicationKind, PublicationReading
from .synthesis import Chapter, Quote, Side, Synthesis, Theme

__all__ = [
    "AttentionWord",
    "Chapter",
    "Publication",
    "PublicationKind",
    "PublicationReading",
    "Quote",
    "Side",
    "Sign",
    "SignWeight",
    "Synthesis",
    "Theme",
]
