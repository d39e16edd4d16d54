from supervision.urls import actions, visits

app_name = "supervision"
urlpatterns = [
    *visits.urlpatterns,
    *actions.urlpatterns,
]
