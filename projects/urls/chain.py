"""Addresses of the approval chain and of amendments; the steps of a project come last of all its addresses."""

from django.urls import path

from projects.models import Amendment, Project
from projects.views import amendments, chain

urlpatterns = [
    path("desk/", chain.DeskList.as_view(), name="desk_list"),
    path("desks/", chain.desk_report, name="desk_report"),
    path("remarks/<int:pk>/settle/", chain.remark_settle, name="remark_settle"),
    path("amendments/<int:pk>/", amendments.AmendmentDetail.as_view(), name="amendment_detail"),
    path(
        "amendments/<int:pk>/<slug:transition>/",
        chain.DeskStep.as_view(model=Amendment, template_name="projects/desk_step.html"),
        name="amendment_transition",
    ),
    path("<int:pk>/amend/", amendments.amendment_begin, name="amendment_begin"),
    path("<int:pk>/versions/", amendments.project_versions, name="project_versions"),
    path(
        "<int:pk>/<slug:transition>/",
        chain.DeskStep.as_view(model=Project, template_name="projects/desk_step.html"),
        name="project_transition",
    ),
]
