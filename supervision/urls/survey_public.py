from django.urls import path

from supervision.views import survey_public

app_name = "survey"
urlpatterns = [
    path("<uuid:key>/", survey_public.survey_answer, name="survey_answer"),
    path("<uuid:key>/thanks/", survey_public.survey_thanks, name="survey_thanks"),
]
