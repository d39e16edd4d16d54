from .coverage import Coverage, coverage, coverage_by_network, schools_to_cover
from .visit import held_by, record_steps
from .visit_report import visit_report_context, visit_report_docx, visit_report_pdf

__all__ = [
    "Coverage",
    "coverage",
    "coverage_by_network",
    "held_by",
    "record_steps",
    "schools_to_cover",
    "visit_report_context",
    "visit_report_docx",
    "visit_report_pdf",
]
