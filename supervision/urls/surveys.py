from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Survey
from supervision.views import surveys

urlpatterns = [
    path("surveys/", surveys.SurveyList.as_view(), name="survey_list"),
    path("surveys/new/", surveys.SurveyAdd.as_view(), name="survey_add"),
    path("surveys/<int:pk>/", surveys.SurveyDetail.as_view(), name="survey_detail"),
    path("surveys/<int:pk>/edit/", surveys.SurveyEdit.as_view(), name="survey_edit"),
    path("surveys/<int:pk>/questions/", surveys.survey_questions, name="survey_questions"),
    path("surveys/<int:pk>/poster.pdf", surveys.survey_poster, name="survey_poster"),
    *(
        path(f"surveys/<int:pk>/result.{kind}", surveys.survey_result, {"kind": kind}, name=f"survey_{kind}")
        for kind in ("pdf", "docx", "xlsx")
    ),
    path("surveys/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Survey), name="survey_transition"),
]
