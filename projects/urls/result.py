"""Result reports of projects. Part of projects.urls."""

from django.urls import path

from projects.views import results, signed

urlpatterns = [
    path("results/", results.ResultList.as_view(), name="result_list"),
    path("<int:pk>/result/", results.result_detail, name="result_detail"),
    path("<int:pk>/result/begin/", results.result_begin, name="result_begin"),
    path("<int:pk>/result/edit/", results.ResultEdit.as_view(), name="result_edit"),
    path("<int:pk>/result/pdf/", results.result_pdf, name="result_pdf"),
    path("<int:pk>/result/docx/", results.result_docx, name="result_docx"),
    path("<int:pk>/signed/add/", signed.signed_add, name="signed_add"),
    path("signed/<int:pk>/", signed.signed_copy, name="signed_copy"),
]
