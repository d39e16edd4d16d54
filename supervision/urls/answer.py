from django.urls import path

from supervision.views import answer

app_name = "answer"
urlpatterns = [
    path("<str:token>/", answer.answer, name="answer"),
    path("<str:token>/thanks/", answer.thanks, name="thanks"),
]
