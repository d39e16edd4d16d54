from supervision.urls import (
    actions,
    answer_links,
    assessments,
    batch,
    correspondence,
    field_parts,
    findings,
    instruments,
    issues,
    plans,
    recommendations,
    results,
    rounds,
    surveys,
    tours,
    visits,
)

app_name = "supervision"
urlpatterns = [
    *field_parts.urlpatterns,  # before the steps of a visit, which take any word
    *answer_links.urlpatterns,
    *visits.urlpatterns,
    *instruments.urlpatterns,
    *actions.urlpatterns,
    *plans.urlpatterns,
    *findings.urlpatterns,
    *rounds.urlpatterns,
    *tours.urlpatterns,
    *assessments.urlpatterns,
    *correspondence.urlpatterns,
    *recommendations.urlpatterns,
    *results.urlpatterns,
    *issues.urlpatterns,
    *batch.urlpatterns,
    *surveys.urlpatterns,
]
