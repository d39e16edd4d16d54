from django.urls import path

from supervision.views import committees

urlpatterns = [
    path("committees/", committees.CommitteeList.as_view(), name="committee_list"),
    path("committees/new/", committees.CommitteeEdit.as_view(), name="committee_create"),
    path("committees/<int:pk>/", committees.CommitteeDetail.as_view(), name="committee_detail"),
    path("committees/<int:pk>/edit/", committees.CommitteeEdit.as_view(), name="committee_edit"),
    path("committees/<int:pk>/members.xlsx", committees.committee_xlsx, name="committee_xlsx"),
]
