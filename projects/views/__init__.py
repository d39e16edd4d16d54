from .books import book_list, book_make
from .editing import ProjectAdd, ProjectEdit, formula_preview, project_copy, project_delete
from .reading import ProjectDetail, ProjectList, budget_xlsx, project_docx, project_pdf
from .results import ResultEdit, result_begin, result_detail, result_docx, result_pdf
from .spending import expense_reverse, project_expenses
from .word import word_begin, word_delete, word_review

__all__ = [
    "ProjectAdd",
    "ProjectDetail",
    "ProjectEdit",
    "ProjectList",
    "ResultEdit",
    "book_list",
    "book_make",
    "budget_xlsx",
    "expense_reverse",
    "formula_preview",
    "project_copy",
    "project_delete",
    "project_docx",
    "project_expenses",
    "project_pdf",
    "result_begin",
    "result_detail",
    "result_docx",
    "result_pdf",
    "word_begin",
    "word_delete",
    "word_review",
]
