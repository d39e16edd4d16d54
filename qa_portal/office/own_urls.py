"""Addresses of the office's own standards."""

from django.urls import path

from qa_portal.core.pages import TransitionPage

from .models import OwnAssessment
from .views import own_framework, own_items, own_standards

ITEM = "own/<int:report>/items/<int:pk>/"

urlpatterns = [
    path("own/", own_standards.OwnList.as_view(), name="own_list"),
    path("own/begin/", own_standards.own_begin, name="own_begin"),
    path("own/<int:pk>/", own_standards.own_detail, name="own_detail"),
    path("own/<int:report>/levels/<int:pk>/", own_standards.OwnLevelEdit.as_view(), name="own_level"),
    path(ITEM, own_items.OwnItemEdit.as_view(), name="own_item"),
    path(f"{ITEM}traces/<slug:key>/", own_items.own_trace, name="own_trace"),
    path(f"{ITEM}evidence/", own_items.own_evidence, name="own_evidence"),
    path(f"{ITEM}evidence/add/", own_items.own_evidence_add, name="own_evidence_add"),
    path("own/uses/<int:pk>/remove/", own_items.own_use_remove, name="own_use_remove"),
    path("own/evidence/<int:pk>/file/", own_items.own_evidence_file, name="own_evidence_file"),
    *(
        path(f"own/<int:pk>/report.{kind}", own_standards.own_file, {"kind": kind}, name=f"own_{kind}")
        for kind in ("pdf", "docx", "xlsx")
    ),
    *(
        path(
            f"own/versions/<int:pk>/report.{kind}",
            own_standards.own_edition,
            {"kind": kind},
            name=f"own_edition_{kind}",
        )
        for kind in ("pdf", "docx", "xlsx")
    ),
    path("own/standards/<int:pk>/", own_framework.own_framework, name="own_framework"),
    path("own/standards/indicators/<int:pk>/add/", own_framework.own_item_add, name="own_item_add"),
    path("own/standards/indicators/<int:pk>/levels/", own_framework.own_words, name="own_words"),
    path("own/standards/items/<int:pk>/", own_framework.own_item_edit, name="own_item_edit"),
    path("own/standards/items/<int:pk>/remove/", own_framework.own_item_remove, name="own_item_remove"),
    path(
        "own/<int:pk>/steps/<slug:transition>/",
        TransitionPage.as_view(model=OwnAssessment),
        name="own_transition",
    ),
]
