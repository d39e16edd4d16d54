from django.urls import path

from supervision.views import findings

urlpatterns = [
    path("findings/", findings.FindingList.as_view(), name="finding_list"),
    path("findings/<int:pk>/", findings.FindingDetail.as_view(), name="finding_detail"),
    path("findings/<int:pk>/answer/", findings.finding_answer, name="finding_answer"),
    path("findings/<int:pk>/answers/<int:reply>/file/", findings.reply_file, name="reply_file"),
]
