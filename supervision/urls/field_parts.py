from django.urls import path

from supervision.views import field_conflicts, field_parts

urlpatterns = [
    path("visits/<int:pk>/parts/", field_parts.visit_parts, name="visit_parts"),
    path("visits/<int:pk>/conflicts/<int:conflict>/", field_conflicts.field_conflict, name="field_conflict"),
]
