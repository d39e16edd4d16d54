from django.urls import include, path, register_converter

from projects import views
from projects.sections import SECTIONS
from qa_portal.core.bulk import BulkPage


class SectionConverter:
    """A section of the editor: any other word is no page."""

    regex = "|".join(SECTIONS)

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(SectionConverter, "section")

app_name = "projects"
urlpatterns = [
    path("", views.ProjectList.as_view(), name="project_list"),
    path("add/", views.ProjectAdd.as_view(), name="project_add"),
    path("books/", views.book_list, name="book_list"),
    path("books/make/", views.book_make, name="book_make"),
    path("bulk/", BulkPage.as_view(list_page=views.ProjectList), name="project_bulk"),
    path("strategy/", include("projects.urls.strategy")),
    path("", include("projects.urls.doing")),
    path("word/", views.word_begin, name="word_begin"),
    path("word/<int:pk>/", views.word_review, name="word_review"),
    path("word/<int:pk>/delete/", views.word_delete, name="word_delete"),
    path("", include("projects.urls.money")),
    path("<int:pk>/", views.ProjectDetail.as_view(), name="project_detail"),
    path("<int:pk>/proposal/", views.ProjectText.as_view(), name="project_text"),
    path("<int:pk>/history/", views.ProjectHistory.as_view(), name="project_history"),
    path("<int:pk>/lines.xlsx", views.lines_xlsx, name="lines_xlsx"),
    path("<int:pk>/lines/", views.LinesUpload.as_view(), name="lines_upload"),
    path("<int:pk>/lines/<int:file>/", views.lines_preview, name="lines_preview"),
    path("<int:pk>/lines/<int:file>/rejected.xlsx", views.lines_rejected, name="lines_rejected"),
    path("templates/", views.TemplateList.as_view(), name="template_list"),
    path("templates/<int:pk>/begin/", views.template_begin, name="template_begin"),
    path("templates/<int:pk>/edit/", views.TemplateEdit.as_view(), name="template_edit"),
    path("<int:pk>/template/", views.template_add, name="template_add"),
    path("<int:pk>/preview/", views.row_preview, name="row_preview"),
    path("<int:pk>/edit/<section:section>/", views.ProjectEdit.as_view(), name="project_edit"),
    path("<int:pk>/pdf/", views.project_pdf, name="project_pdf"),
    path("<int:pk>/docx/", views.project_docx, name="project_docx"),
    path("<int:pk>/budget.xlsx", views.budget_xlsx, name="budget_xlsx"),
    path("<int:pk>/copy/", views.project_copy, name="project_copy"),
    path("<int:pk>/delete/", views.project_delete, name="project_delete"),
    path("", include("projects.urls.result")),
    path("", include("projects.urls.chain")),
]
