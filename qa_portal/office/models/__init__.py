from .publication import Publication, PublicationKind, PublicationReading
from .synthesis import Chapter, Quote, Side, Synthesis, Theme

__all__ = [
    "Chapter",
    "Publication",
    "PublicationKind",
    "PublicationReading",
    "Quote",
    "Side",
    "Synthesis",
    "Theme",
]
