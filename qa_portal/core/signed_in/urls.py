"""Part of core.urls."""

from django.urls import path

from . import views

urlpatterns = [
    path("signed-in/", views.signed_in_list, name="signed_in_list"),
    path("signed-in/others/end/", views.signed_in_end_others, name="signed_in_end_others"),
    path("signed-in/<uuid:number>/end/", views.signed_in_end, name="signed_in_end"),
]
