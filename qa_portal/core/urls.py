from django.urls import path

from qa_portal.core import views

app_name = "core"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.choose_language, name="choose_language"),
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/", views.notice_open, name="notice_open"),
    path("jobs/", views.JobList.as_view(), name="job_list"),
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
    path("jobs/<int:pk>/file/", views.job_file, name="job_file"),
    path("jobs/<int:pk>/again/", views.job_again, name="job_again"),
    path("health/", views.health, name="health"),
]
