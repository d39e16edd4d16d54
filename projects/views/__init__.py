from .editing import ProjectAdd, ProjectEdit, formula_preview, project_copy, project_delete
from .reading import ProjectDetail, ProjectList, budget_xlsx, project_docx, project_pdf
from .spending import expense_reverse, project_expenses

__all__ = [
    "ProjectAdd",
    "ProjectDetail",
    "ProjectEdit",
    "ProjectList",
    "budget_xlsx",
    "expense_reverse",
    "formula_preview",
    "project_copy",
    "project_delete",
    "project_docx",
    "project_expenses",
    "project_pdf",
]
