from django.urls import path

from supervision.views import correspondence

urlpatterns = [
    path("correspondence/", correspondence.CorrespondenceList.as_view(), name="correspondence_list"),
    path("correspondence/new/", correspondence.LetterAdd.as_view(), name="correspondence_add"),
    path("correspondence/<int:pk>/", correspondence.CorrespondenceDetail.as_view(), name="correspondence_detail"),
    path("correspondence/<int:pk>/edit/", correspondence.LetterEdit.as_view(), name="correspondence_edit"),
    path("correspondence/<int:pk>/answer/", correspondence.LetterReply.as_view(), name="correspondence_reply"),
    path("correspondence/<int:pk>/settle/", correspondence.LetterSettle.as_view(), name="correspondence_settle"),
    path("correspondence/<int:pk>/file/", correspondence.letter_file, name="correspondence_file"),
]
