"""Part of core.urls."""

from django.urls import path

from . import views, wording_views

urlpatterns = [
    path("notices/settings/", views.notice_settings, name="notice_settings"),
    path("notices/settings/line/", views.line_code, name="line_code"),
    path("notices/settings/line/unlink/", views.line_unlink, name="line_unlink"),
    path("notices/wording/", wording_views.wording_list, name="wording_list"),
    path("notices/wording/<slug:key>/", wording_views.wording_edit, name="wording_edit"),
    path("notices/wording/<slug:key>/reset/", wording_views.wording_reset, name="wording_reset"),
    path("notices/stop/<str:key>/", views.notice_stop, name="notice_stop"),
    path("line/webhook/", views.line_webhook, name="line_webhook"),
]
