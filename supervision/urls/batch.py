from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Batch
from supervision.views import batch, batch_papers

urlpatterns = [
    path("batches/", batch.BatchList.as_view(), name="batch_list"),
    path("batches/new/", batch.batch_create, name="batch_create"),
    path("batches/<int:pk>/", batch.batch_detail, name="batch_detail"),
    path("batches/<int:pk>/reports/", batch_papers.batch_places, name="batch_places"),
    path("batches/<int:pk>/archive/", batch_papers.batch_archive, name="batch_archive"),
    path("batches/<int:pk>/archive/make/", batch_papers.batch_archive_make, name="batch_archive_make"),
    path("batches/<int:pk>/files/<int:place>/", batch_papers.batch_file, name="batch_file"),
    path("batches/<int:pk>/letter/", batch.BatchLetter.as_view(), name="batch_letter"),
    path("batches/<int:pk>/letter/pdf/", batch_papers.batch_letter_pdf, name="batch_letter_pdf"),
    path("batches/<int:pk>/letter/docx/", batch_papers.batch_letter_docx, name="batch_letter_docx"),
    path("batches/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Batch), name="batch_transition"),
]
