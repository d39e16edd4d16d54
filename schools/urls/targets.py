from django.urls import path

from schools.views import target_list, targets

urlpatterns = [
    path("targets/", target_list.TargetList.as_view(), name="target_list"),
    path("<int:pk>/targets/", targets.target_school, name="target_school"),
    path("<int:pk>/targets/begin/", targets.target_begin, name="target_begin"),
    path("targets/<int:pk>/", targets.target_sheet, name="target_sheet"),
    path("targets/<int:pk>/standard/<int:number>/", targets.target_standard, name="target_standard"),
    path("targets/<int:pk>/own/new/", targets.target_own, name="target_own_add"),
    path("targets/<int:pk>/own/<int:own>/", targets.target_own, name="target_own"),
    path("targets/<int:pk>/own/<int:own>/remove/", targets.target_own_remove, name="target_own_remove"),
    path("targets/<int:pk>/pdf/", targets.target_pdf, name="target_pdf"),
    path("targets/<int:pk>/paper/", targets.target_paper, name="target_paper"),
    path("targets/<int:pk>/<slug:transition>/", targets.TargetTransition.as_view(), name="target_transition"),
]
