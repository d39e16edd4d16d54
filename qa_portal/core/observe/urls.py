"""Part of core.urls."""

from django.urls import path

from . import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics_told, name="metrics"),
    path("operation/", views.operation, name="operation"),
    path("operation/tasks/<str:pk>/again/", views.task_again, name="task_again"),
]
