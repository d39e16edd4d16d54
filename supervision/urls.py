from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision import views
from supervision.models import Visit

app_name = "supervision"


urlpatterns = [
    path("visits/", views.VisitList.as_view(), name="visit_list"),
    path("visits/new/", views.VisitCreate.as_view(), name="visit_create"),
    path("visits/unplanned/", views.UnplannedCreate.as_view(), name="visit_unplanned"),
    path("visits/coverage/", views.CoverageList.as_view(), name="coverage_list"),
    path("visits/<int:pk>/", views.VisitDetail.as_view(), name="visit_detail"),
    path("visits/<int:pk>/plan/", views.VisitPlanEdit.as_view(), name="visit_plan_edit"),
    path("visits/<int:pk>/report.pdf", views.visit_pdf, name="visit_pdf"),
    path("visits/<int:pk>/photos/<int:photo>/", views.visit_photo, name="visit_photo"),
    path("visits/<int:pk>/record/facts/", views.FactsEdit.as_view(), name="visit_facts"),
    path("visits/<int:pk>/record/sections/<int:position>/", views.SectionEdit.as_view(), name="visit_section"),
    path("visits/<int:pk>/record/words/", views.WordsEdit.as_view(), name="visit_words"),
    path("visits/<int:pk>/record/findings/", views.FindingList.as_view(), name="visit_findings"),
    path("visits/<int:pk>/record/findings/new/", views.FindingEdit.as_view(), name="finding_create"),
    path("visits/<int:pk>/record/findings/<int:finding>/", views.FindingEdit.as_view(), name="finding_edit"),
    path("visits/<int:pk>/record/findings/<int:finding>/delete/", views.FindingDelete.as_view(), name="finding_delete"),
    path("visits/<int:pk>/record/promises/", views.PromisesEdit.as_view(), name="visit_promises"),
    path("visits/<int:pk>/record/photos/", views.PhotoList.as_view(), name="visit_photos"),
    path("visits/<int:pk>/record/photos/<int:photo>/", views.PhotoEdit.as_view(), name="photo_edit"),
    path("visits/<int:pk>/record/photos/<int:photo>/delete/", views.PhotoDelete.as_view(), name="photo_delete"),
    path("visits/<int:pk>/record/check/", views.VisitCheck.as_view(), name="visit_check"),
    path("visits/<int:pk>/cancel/", views.VisitCancel.as_view(), {"transition": "cancel"}, name="visit_cancel"),
    path("visits/<int:pk>/postpone/", views.VisitPostpone.as_view(), {"transition": "postpone"}, name="visit_postpone"),
    path("visits/<int:pk>/replan/", views.VisitReplan.as_view(), {"transition": "replan"}, name="visit_replan"),
    path(
        "visits/<int:pk>/acknowledge/",
        views.VisitAcknowledge.as_view(),
        {"transition": "acknowledge"},
        name="visit_acknowledge",
    ),
    path("visits/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Visit), name="visit_transition"),
    path("actions/", views.ActionList.as_view(), name="action_list"),
    path("actions/<int:pk>/", views.ActionDetail.as_view(), name="action_detail"),
    path("actions/<int:pk>/evidence/<int:evidence>/", views.evidence_file, name="action_evidence"),
    path("actions/<int:pk>/<slug:transition>/", views.ActionStep.as_view(), name="action_transition"),
]
