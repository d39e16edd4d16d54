from supervision.urls import (
    actions,
    assessments,
    batch,
    correspondence,
    field_parts,
    findings,
    issues,
    recommendations,
    results,
    rounds,
    visits,
)

app_name = "supervision"
urlpatterns = [
    *field_parts.urlpatterns,  # before the steps of a visit, which take any word
    *visits.urlpatterns,
    *actions.urlpatterns,
    *findings.urlpatterns,
    *rounds.urlpatterns,
    *assessments.urlpatterns,
    *correspondence.urlpatterns,
    *recommendations.urlpatterns,
    *results.urlpatterns,
    *issues.urlpatterns,
    *batch.urlpatterns,
]
