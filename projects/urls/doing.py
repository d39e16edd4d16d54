"""Activities, their reports and photos, and the indicators of a project. Part of projects.urls."""

from django.urls import path

from projects.models import Activity
from projects.views import doing, indicators, photos
from qa_portal.core.pages import TransitionPage

urlpatterns = [
    path("activities/", doing.ActivityList.as_view(), name="activity_list"),
    path("activities/<int:pk>/", doing.ActivityDetail.as_view(), name="activity_detail"),
    path("activities/<int:pk>/report/", doing.activity_report_add, name="activity_report_add"),
    path("activities/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Activity), name="activity_transition"),
    path("activity-reports/<int:pk>/", doing.activity_report_detail, name="activity_report_detail"),
    path("activity-reports/<int:pk>/edit/", doing.activity_report_edit, name="activity_report_edit"),
    path("activity-evidence/<int:pk>/", doing.activity_evidence, name="activity_evidence"),
    path("photos/<int:pk>/", photos.project_photo, name="project_photo"),
    path("photos/<int:pk>/edit/", photos.PhotoEdit.as_view(), name="photo_edit"),
    path("<int:pk>/photos/", photos.project_photos, name="project_photos"),
    path("<int:pk>/indicators/", indicators.project_indicators, name="project_indicators"),
    path("<int:pk>/measures/<slug:code>/", indicators.measure_rows, name="measure_rows"),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator_list"),
    path("indicators/<int:pk>/", indicators.indicator_actual, name="indicator_actual"),
    path("indicators/<int:pk>/evidence/", indicators.indicator_evidence, name="indicator_evidence"),
]
