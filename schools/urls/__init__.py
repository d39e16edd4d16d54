from django.urls import path

from schools.urls import awards, cycle, evidence, frameworks, practices, review, sar, targets
from schools.views import desk, imports, networks, registry

app_name = "schools"
urlpatterns = [
    path("", registry.SchoolList.as_view(), name="school_list"),
    path("desk/", desk.school_desk, name="school_desk"),
    path("new/", registry.SchoolCreate.as_view(), name="school_create"),
    path("<int:pk>/", registry.SchoolDetail.as_view(), name="school_detail"),
    path("<int:pk>/edit/", registry.SchoolEdit.as_view(), name="school_edit"),
    path("<int:pk>/contacts/", registry.SchoolContacts.as_view(), name="school_contacts"),
    path("<int:pk>/figures/<int:year>/", registry.SchoolFigures.as_view(), name="school_figures"),
    path("<int:pk>/rename/", registry.SchoolRename.as_view(), name="school_rename"),
    path("<int:pk>/merge/", registry.SchoolMerge.as_view(), name="school_merge"),
    path("<int:pk>/close/", registry.SchoolClose.as_view(), name="school_close"),
    path("networks/", networks.NetworkList.as_view(), name="network_list"),
    path("networks/new/", networks.NetworkCreate.as_view(), name="network_create"),
    path("networks/<int:pk>/edit/", networks.NetworkEdit.as_view(), name="network_edit"),
    path("supervisors/", networks.SupervisorList.as_view(), name="supervisor_list"),
    path("supervisors/assign/", networks.SupervisorAssign.as_view(), name="supervisor_assign"),
    path("supervisors/assignments/<int:pk>/end/", networks.AssignmentEnd.as_view(), name="assignment_end"),
    path("import/", imports.ImportUpload.as_view(), name="import_upload"),
    path("import/template/", imports.import_template, name="import_template"),
    path("import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("import/<int:pk>/rejected/", imports.import_rejected, name="import_rejected"),
    *awards.urlpatterns,
    *cycle.urlpatterns,
    *frameworks.urlpatterns,
    *targets.urlpatterns,
    *evidence.urlpatterns,
    *practices.urlpatterns,
    *review.urlpatterns,
    *sar.urlpatterns,
]
