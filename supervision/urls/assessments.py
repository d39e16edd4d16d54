from django.urls import path

from supervision.views import assessment, assessments, hearing, notices, readiness

urlpatterns = [
    path("assessments/", assessments.AssessmentList.as_view(), name="assessment_list"),
    path("assessments/board/", assessments.AssessmentBoard.as_view(), name="assessment_board"),
    path("assessments/new/", notices.NoticeAdd.as_view(), name="notice_add"),
    path("assessments/import/", notices.NoticeUpload.as_view(), name="notice_upload"),
    path("assessments/import/template/", notices.notice_template, name="notice_template"),
    path("assessments/import/<int:in_round>/<int:pk>/", notices.notice_preview, name="notice_preview"),
    path("assessments/import/<int:in_round>/<int:pk>/rejected/", notices.notice_rejected, name="notice_rejected"),
    path("assessments/<int:pk>/", assessment.AssessmentDetail.as_view(), name="assessment_detail"),
    path("assessments/<int:pk>/edit/", assessment.AssessmentEdit.as_view(), name="assessment_edit"),
    path("assessments/<int:pk>/again/", assessment.AssessmentAgain.as_view(), name="assessment_again"),
    path("assessments/<int:pk>/readiness/", readiness.assessment_readiness, name="assessment_readiness"),
    path("assessments/<int:pk>/readiness.pdf", readiness.readiness_pdf, name="readiness_pdf"),
    path("assessments/<int:pk>/oral-report/", hearing.HearingEdit.as_view(), name="assessment_hearing"),
    path("assessments/<int:pk>/observers/new/", hearing.ObserverAdd.as_view(), name="observer_add"),
    path("observations/", hearing.ObservationList.as_view(), name="observation_list"),
    path("observations/<int:pk>/", hearing.ObservationDetail.as_view(), name="observation"),
    path("observations/<int:pk>/recall/", hearing.observer_recall, name="observer_recall"),
    path("observations/<int:pk>/edit/", hearing.ObservationEdit.as_view(), name="observation_edit"),
    path(
        "assessments/<int:pk>/steps/<slug:transition>/",
        assessment.AssessmentStep.as_view(),
        name="assessment_transition",
    ),
]
