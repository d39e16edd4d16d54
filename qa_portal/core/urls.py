from django.urls import path

from qa_portal.core import saved_views, search_views, upload_views, views
from qa_portal.core.integrations import urls as integrations
from qa_portal.core.notices import urls as notices
from qa_portal.core.observe import urls as observe
from qa_portal.core.personal_data import urls as personal_data
from qa_portal.core.signed_in import urls as signed_in

app_name = "core"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.choose_language, name="choose_language"),
    path("search/", search_views.search_all, name="search"),
    path("people/<int:pk>/", search_views.person_detail, name="person_detail"),
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/", views.notice_open, name="notice_open"),
    path("views/", saved_views.saved_view_list, name="saved_view_list"),
    path("views/add/", saved_views.saved_view_add, name="saved_view_add"),
    path("views/<int:pk>/", saved_views.saved_view_edit, name="saved_view_edit"),
    path("views/<int:pk>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
    path("jobs/", views.JobList.as_view(), name="job_list"),
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
    path("jobs/<int:pk>/file/", views.job_file, name="job_file"),
    path("jobs/<int:pk>/again/", views.job_again, name="job_again"),
    path("jobs/<int:pk>/stop/", views.job_stop, name="job_stop"),
    path("uploads/", upload_views.upload_list, name="upload_list"),
    path("uploads/<uuid:key>/", upload_views.upload_detail, name="upload_detail"),
    path("uploads/<uuid:key>/finish/", upload_views.upload_finish, name="upload_finish"),
    path("unsaved/", views.unsaved_keep, name="unsaved_keep"),
    path("unsaved/forget/", views.unsaved_forget, name="unsaved_forget"),
    *integrations.urlpatterns,
    *notices.urlpatterns,
    *personal_data.urlpatterns,
    *signed_in.urlpatterns,
    *observe.urlpatterns,
]
