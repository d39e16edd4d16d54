from django.urls import path

from supervision.views import rounds

urlpatterns = [
    path("rounds/", rounds.RoundList.as_view(), name="round_list"),
    path("rounds/new/", rounds.RoundAdd.as_view(), name="round_add"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round_detail"),
    path("rounds/<int:pk>/edit/", rounds.RoundEdit.as_view(), name="round_edit"),
    path("rounds/<int:pk>/<slug:level>/", rounds.RoundStandards.as_view(), name="round_standards"),
]
