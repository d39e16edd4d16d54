from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import SupportPlan
from supervision.views import support

urlpatterns = [
    path("help/", support.SupportList.as_view(), name="support_list"),
    path("help/candidates/", support.CandidateList.as_view(), name="support_candidates"),
    path("help/new/", support.SupportCreate.as_view(), name="support_create"),
    path("help/<int:pk>/", support.SupportDetail.as_view(), name="support_detail"),
    path("help/<int:pk>/edit/", support.SupportEdit.as_view(), name="support_edit"),
    path("help/<int:pk>/plan.pdf", support.support_pdf, name="support_pdf"),
    path("help/<int:pk>/reviews/new/", support.ReviewAdd.as_view(), name="support_review_add"),
    path("help/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=SupportPlan), name="support_transition"),
]
