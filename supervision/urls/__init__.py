from supervision.urls import (
    actions,
    assessments,
    batch,
    correspondence,
    issues,
    recommendations,
    results,
    rounds,
    visits,
)

app_name = "supervision"
urlpatterns = [
    *visits.urlpatterns,
    *actions.urlpatterns,
    *rounds.urlpatterns,
    *assessments.urlpatterns,
    *correspondence.urlpatterns,
    *recommendations.urlpatterns,
    *results.urlpatterns,
    *issues.urlpatterns,
    *batch.urlpatterns,
]
