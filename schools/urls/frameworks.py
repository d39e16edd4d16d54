from django.urls import path

from schools.views import framework_files, frameworks

urlpatterns = [
    path("frameworks/", frameworks.FrameworkList.as_view(), name="framework_list"),
    path("frameworks/new/", frameworks.FrameworkAdd.as_view(), name="framework_add"),
    path("frameworks/template/", framework_files.framework_template, name="framework_template"),
    path("frameworks/<int:pk>/", frameworks.framework_detail, name="framework_detail"),
    path("frameworks/<int:pk>/edit/", frameworks.FrameworkEdit.as_view(), name="framework_edit"),
    path("frameworks/<int:pk>/copy/", frameworks.FrameworkCopy.as_view(), name="framework_copy"),
    path("frameworks/<int:pk>/match/<int:older>/", frameworks.framework_match, name="framework_match"),
    path("frameworks/<int:pk>/xlsx/", framework_files.framework_xlsx, name="framework_xlsx"),
    path("frameworks/<int:pk>/import/", framework_files.FrameworkUpload.as_view(), name="framework_upload"),
    path("frameworks/<int:pk>/import/<int:file>/", framework_files.framework_preview, name="framework_preview"),
    path(
        "frameworks/<int:pk>/import/<int:file>/rejected/", framework_files.framework_rejected, name="framework_rejected"
    ),
]
