"""Part of core.urls."""

from django.urls import path, register_converter

from qa_portal.core.models import Act

from . import views


class ActConverter:
    regex = "|".join(Act.values)
    to_python = to_url = staticmethod(str)


register_converter(ActConverter, "act")

urlpatterns = [
    path("personal-data/", views.personal_data, name="personal_data"),
    path("personal-data/people/", views.PersonList.as_view(), name="personal_data_people"),
    path("personal-data/people/<int:pk>/", views.person, name="personal_data_person"),
    path("personal-data/people/<int:pk>/<act:act>/", views.person_act, name="personal_data_act"),
    path("personal-data/accesses/", views.AccessList.as_view(), name="personal_data_accesses"),
    path("personal-data/refusals/", views.RefusalList.as_view(), name="personal_data_refusals"),
    path("personal-data/retention/<int:pk>/", views.retention_decide, name="personal_data_retention"),
]
