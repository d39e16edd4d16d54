"""Addresses of the user guides, the manual and the document library."""

from django.urls import path, re_path

from qa_portal.core.pages import TransitionPage

from .models import WorkProcess
from .views import checklist, guide, library, manual

FILES = ("pdf", "docx", "xlsx")
KIND = "(?P<kind>steps|forms|references)"  # services.manual.ROWS

urlpatterns = [
    path("guide/", guide.guide_list, name="guide_list"),
    path("guide/<slug:slug>/", guide.guide, name="guide"),
    path("guide/pictures/<slug:name>.png", guide.guide_picture, name="guide_picture"),
    path("library/", library.LibraryList.as_view(), name="library_list"),
    path("library/add/", library.LibraryCreate.as_view(), name="library_add"),
    path("library/<int:pk>/", library.LibraryDetail.as_view(), name="library_detail"),
    path("library/<int:pk>/edit/", library.LibraryEdit.as_view(), name="library_edit"),
    path("library/<int:pk>/file/", library.library_file, name="library_file"),
    path("manual/", manual.ProcessList.as_view(), name="process_list"),
    path("manual/<int:pk>/", manual.ProcessDetail.as_view(), name="process_detail"),
    path("manual/<int:pk>/begin/", manual.process_begin, name="process_begin"),
    path("manual/<int:pk>/edit/", manual.ProcessEdit.as_view(), name="process_edit"),
    re_path(rf"^manual/(?P<pk>\d+)/{KIND}/add/$", manual.RowCreate.as_view(), name="process_row_add"),
    re_path(rf"^manual/{KIND}/(?P<pk>\d+)/$", manual.RowEdit.as_view(), name="process_row_edit"),
    re_path(rf"^manual/{KIND}/(?P<pk>\d+)/remove/$", manual.row_remove, name="process_row_remove"),
    path(
        "manual/<int:pk>/versions/<slug:transition>/",
        TransitionPage.as_view(model=WorkProcess),
        name="process_transition",
    ),
    *(
        path(f"manual/<int:pk>/process.{kind}", manual.process_file, {"kind": kind}, name=f"process_{kind}")
        for kind in FILES
    ),
    *(path(f"manual/whole.{kind}", manual.manual_file, {"kind": kind}, name=f"manual_{kind}") for kind in FILES),
    path("checklist/", checklist.ChecklistList.as_view(), name="checklist_list"),
    path("checklist/make/", checklist.checklist_make, name="checklist_make"),
    path("checklist/<int:pk>/", checklist.ChecklistItemEdit.as_view(), name="checklist_item"),
    path("checklist/rules/", checklist.RuleList.as_view(), name="checklist_rules"),
    path("checklist/rules/add/", checklist.RuleCreate.as_view(), name="checklist_rule_add"),
    path("checklist/rules/<int:pk>/", checklist.RuleEdit.as_view(), name="checklist_rule_edit"),
]
