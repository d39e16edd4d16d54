from django.urls import path

from supervision.views import findings

urlpatterns = [
    path("findings/", findings.FindingList.as_view(), name="finding_list"),
    path("findings/<int:pk>/", findings.FindingDetail.as_view(), name="finding_detail"),
]
