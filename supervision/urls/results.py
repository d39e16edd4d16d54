from django.urls import path

from supervision.views import result_list, results, results_import

SHEET = "assessments/results/import/<int:in_round>/<slug:kind>/<int:pk>"

urlpatterns = [
    path("assessments/results/", result_list.ResultList.as_view(), name="result_list"),
    path("assessments/results/import/", results_import.ResultUpload.as_view(), name="result_upload"),
    path("assessments/results/import/<int:in_round>/template/", results_import.result_template, name="result_template"),
    path(f"{SHEET}/", results_import.result_preview, name="result_preview"),
    path(f"{SHEET}/rejected/", results_import.result_rejected, name="result_rejected"),
    path("assessments/<int:pk>/results/", results.ResultCompare.as_view(), name="result_compare"),
    path("assessments/<int:pk>/results/<slug:kind>/", results.ResultEdit.as_view(), name="result_edit"),
    path("assessments/<int:pk>/results/<slug:kind>/file/", results.result_file, name="result_file"),
]
