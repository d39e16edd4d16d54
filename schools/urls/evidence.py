"""The register of evidence and the yearly steps. Part of schools.urls."""

from django.urls import path

from schools.views import evidence, steps

urlpatterns = [
    path("<int:pk>/evidence/<int:year>/", evidence.EvidenceList.as_view(), name="evidence_list"),
    path("<int:pk>/evidence/<int:year>/add/", evidence.evidence_add, name="evidence_add"),
    path("<int:pk>/evidence/<int:year>/pick/", evidence.evidence_pick, name="evidence_pick"),
    path("<int:pk>/evidence/<int:year>/at/<slug:key>/", evidence.evidence_at, name="evidence_at"),
    path("evidence/<int:pk>/", evidence.evidence_detail, name="evidence_detail"),
    path("evidence/<int:pk>/edit/", evidence.evidence_edit, name="evidence_edit"),
    path("evidence/<int:pk>/places/", evidence.evidence_places, name="evidence_places"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("evidence/<int:pk>/file/", evidence.evidence_file, name="evidence_file"),
    path("<int:pk>/steps/<int:year>/", steps.school_steps, name="school_steps"),
    path("<int:pk>/steps/<int:year>/<int:number>/", steps.StepPage.as_view(), name="school_step"),
    path("steps/", steps.StepList.as_view(), name="step_list"),
]
