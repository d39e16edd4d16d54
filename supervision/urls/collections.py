from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Collection, Sheet
from supervision.views import collection_answers, collections, sheet_writing, sheets

urlpatterns = [
    path("collections/", collections.CollectionList.as_view(), name="collection_list"),
    path("collections/new/", collections.CollectionChoose.as_view(), name="collection_choose"),
    path("collections/new/<int:instrument>/", collections.CollectionAdd.as_view(), name="collection_add"),
    path("collections/<int:pk>/", collections.CollectionDetail.as_view(), name="collection_detail"),
    path("collections/<int:pk>/edit/", collections.CollectionEdit.as_view(), name="collection_edit"),
    path("collections/<int:pk>/remind/", collections.collection_remind, name="collection_remind"),
    path("collections/<int:pk>/answers/", collection_answers.collection_answers, name="collection_answers"),
    path("collections/<int:pk>/summary/", collection_answers.collection_summary, name="collection_summary"),
    path("collections/<int:pk>/answers.xlsx", collection_answers.collection_xlsx, name="collection_xlsx"),
    path(
        "collections/<int:pk>/<slug:transition>/",
        TransitionPage.as_view(model=Collection),
        name="collection_transition",
    ),
    path("forms/", sheets.SheetList.as_view(), name="sheet_list"),
    path("forms/bulk/", sheets.SheetBulk.as_view(), name="sheet_bulk"),
    path("forms/return/", sheets.sheet_return_many, name="sheet_return_many"),
    path("forms/<int:pk>/", sheets.SheetDetail.as_view(), name="sheet_detail"),
    path("forms/<int:pk>/extend/", sheets.sheet_extend, name="sheet_extend"),
    path("forms/<int:pk>/sections/<int:position>/", sheet_writing.SheetSection.as_view(), name="sheet_section"),
    path("forms/<int:pk>/files/", sheet_writing.SheetFiles.as_view(), name="sheet_files"),
    path("forms/<int:pk>/files/<int:file>/", sheets.sheet_file, name="sheet_file"),
    path("forms/<int:pk>/files/<int:file>/remove/", sheet_writing.SheetFileRemove.as_view(), name="sheet_file_remove"),
    *(
        path(f"forms/<int:pk>/form.{kind}", sheets.sheet_form, {"kind": kind}, name=f"sheet_{kind}")
        for kind in ("pdf", "docx")
    ),
    path("forms/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Sheet), name="sheet_transition"),
]
