from .books import book_list, book_make
from .editing import ProjectAdd, ProjectEdit, project_copy, project_delete, row_preview
from .reading import ProjectDetail, ProjectList, budget_xlsx, project_docx, project_pdf
from .word import word_begin, word_delete, word_review

__all__ = [
    "ProjectAdd",
    "ProjectDetail",
    "ProjectEdit",
    "ProjectList",
    "book_list",
    "book_make",
    "budget_xlsx",
    "project_copy",
    "project_delete",
    "project_docx",
    "project_pdf",
    "row_preview",
    "word_begin",
    "word_delete",
    "word_review",
]
