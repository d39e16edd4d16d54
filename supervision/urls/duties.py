from django.urls import path

from supervision.views import duties, duty_topics

urlpatterns = [
    path("duties/", duties.DutyMatrix.as_view(), name="duty_matrix"),
    path("duties/areas/", duty_topics.DutyTopicList.as_view(), name="duty_topic_list"),
    path("duties/areas/new/", duty_topics.DutyTopicCreate.as_view(), name="duty_topic_create"),
    path("duties/areas/ready/", duty_topics.duty_topic_ready, name="duty_topic_ready"),
    path("duties/areas/areas.xlsx", duty_topics.duty_topic_sheet, name="duty_topic_sheet"),
    path("duties/areas/import/", duty_topics.DutyTopicUpload.as_view(), name="duty_topic_upload"),
    path("duties/areas/import/<int:pk>/", duty_topics.duty_topic_preview, name="duty_topic_preview"),
    path("duties/areas/import/<int:pk>/rejected.xlsx", duty_topics.duty_topic_rejected, name="duty_topic_rejected"),
    path("duties/areas/<int:pk>/", duty_topics.DutyTopicDetail.as_view(), name="duty_topic_detail"),
    path("duties/areas/<int:pk>/edit/", duty_topics.DutyTopicEdit.as_view(), name="duty_topic_edit"),
]
