from .books import book_list, book_make
from .editing import ProjectAdd, ProjectEdit, project_copy, project_delete, row_preview
from .line_sheets import LinesUpload, lines_preview, lines_rejected, lines_xlsx
from .reading import ProjectDetail, ProjectHistory, ProjectList, ProjectText, budget_xlsx, project_docx, project_pdf
from .templates import TemplateEdit, TemplateList, template_add, template_begin
from .word import word_begin, word_delete, word_review

__all__ = [
    "LinesUpload",
    "ProjectAdd",
    "ProjectDetail",
    "ProjectEdit",
    "ProjectHistory",
    "ProjectList",
    "ProjectText",
    "TemplateEdit",
    "TemplateList",
    "book_list",
    "book_make",
    "budget_xlsx",
    "lines_preview",
    "lines_rejected",
    "lines_xlsx",
    "project_copy",
    "project_delete",
    "project_docx",
    "project_pdf",
    "row_preview",
    "template_add",
    "template_begin",
    "word_begin",
    "word_delete",
    "word_review",
]
