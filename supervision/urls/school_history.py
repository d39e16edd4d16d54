from django.urls import path

from supervision.views import school_history

urlpatterns = [
    path("schools/<int:pk>/history/", school_history.history_detail, name="history_detail"),
    path("schools/<int:pk>/history.pdf", school_history.history_pdf, name="history_pdf"),
    path("schools/<int:pk>/history.docx", school_history.history_docx, name="history_docx"),
]
