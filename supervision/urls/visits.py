from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Visit
from supervision.views import (
    documents,
    instrument_papers,
    lists,
    rechecks,
    record,
    record_findings,
    record_photos,
    visit,
)

urlpatterns = [
    path("visits/", lists.VisitList.as_view(), name="visit_list"),
    path("visits/new/", visit.VisitCreate.as_view(), name="visit_create"),
    path("visits/unplanned/", visit.UnplannedCreate.as_view(), name="visit_unplanned"),
    path("visits/coverage/", lists.CoverageList.as_view(), name="coverage_list"),
    path("visits/<int:pk>/", visit.VisitDetail.as_view(), name="visit_detail"),
    path("visits/<int:pk>/plan/", visit.VisitPlanEdit.as_view(), name="visit_plan_edit"),
    path("visits/<int:pk>/form.pdf", instrument_papers.visit_form_pdf, name="visit_form_pdf"),
    path("visits/<int:pk>/form.docx", instrument_papers.visit_form_docx, name="visit_form_docx"),
    path("visits/<int:pk>/report.pdf", documents.visit_pdf, name="visit_pdf"),
    path("visits/<int:pk>/report.docx", documents.visit_docx, name="visit_docx"),
    path("visits/<int:pk>/photos/<int:photo>/", documents.visit_photo, name="visit_photo"),
    path("visits/<int:pk>/signatures/<int:sign>/", documents.visit_signature, name="visit_signature"),
    path("visits/<int:pk>/record/earlier/", rechecks.RechecksEdit.as_view(), name="visit_rechecks"),
    path("visits/<int:pk>/record/facts/", record.FactsEdit.as_view(), name="visit_facts"),
    path("visits/<int:pk>/record/sections/<int:position>/", record.SectionEdit.as_view(), name="visit_section"),
    path("visits/<int:pk>/record/words/", record.WordsEdit.as_view(), name="visit_words"),
    path("visits/<int:pk>/record/findings/", record_findings.FindingList.as_view(), name="visit_findings"),
    path("visits/<int:pk>/record/findings/new/", record_findings.FindingEdit.as_view(), name="finding_create"),
    path("visits/<int:pk>/record/findings/<int:finding>/", record_findings.FindingEdit.as_view(), name="finding_edit"),
    path(
        "visits/<int:pk>/record/findings/<int:finding>/delete/",
        record_findings.FindingDelete.as_view(),
        name="finding_delete",
    ),
    path("visits/<int:pk>/record/promises/", record_findings.PromisesEdit.as_view(), name="visit_promises"),
    path("visits/<int:pk>/record/photos/", record_photos.PhotoList.as_view(), name="visit_photos"),
    path("visits/<int:pk>/record/photos/<int:photo>/", record_photos.PhotoEdit.as_view(), name="photo_edit"),
    path("visits/<int:pk>/record/photos/<int:photo>/delete/", record_photos.PhotoDelete.as_view(), name="photo_delete"),
    path("visits/<int:pk>/record/check/", record.VisitCheck.as_view(), name="visit_check"),
    path("visits/<int:pk>/cancel/", visit.VisitCancel.as_view(), {"transition": "cancel"}, name="visit_cancel"),
    path("visits/<int:pk>/postpone/", visit.VisitPostpone.as_view(), {"transition": "postpone"}, name="visit_postpone"),
    path("visits/<int:pk>/replan/", visit.VisitReplan.as_view(), {"transition": "replan"}, name="visit_replan"),
    path(
        "visits/<int:pk>/acknowledge/",
        visit.VisitAcknowledge.as_view(),
        {"transition": "acknowledge"},
        name="visit_acknowledge",
    ),
    path("visits/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Visit), name="visit_transition"),
]
