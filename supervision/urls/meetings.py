from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Meeting
from supervision.views import meeting_papers, meetings

urlpatterns = [
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/new/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/minutes/", meetings.MeetingMinutes.as_view(), name="meeting_minutes"),
    path("meetings/<int:pk>/agenda/", meetings.MeetingAgenda.as_view(), name="meeting_agenda"),
    path("meetings/<int:pk>/attendance/", meetings.MeetingAttendance.as_view(), name="meeting_attendance"),
    path("meetings/<int:pk>/photos/", meetings.MeetingPhotos.as_view(), name="meeting_photos"),
    path("meetings/<int:pk>/photos/<int:photo>/", meeting_papers.meeting_photo, name="meeting_photo"),
    path(
        "meetings/<int:pk>/photos/<int:photo>/agreed/", meeting_papers.meeting_photo_agreed, name="meeting_photo_agreed"
    ),
    path(
        "meetings/<int:pk>/photos/<int:photo>/remove/", meeting_papers.meeting_photo_remove, name="meeting_photo_remove"
    ),
    path("meetings/<int:pk>/copy/", meeting_papers.MeetingCopy.as_view(), name="meeting_copy"),
    path("meetings/<int:pk>/copy/file/", meeting_papers.meeting_file, name="meeting_file"),
    path("meetings/<int:pk>/minutes.pdf", meeting_papers.meeting_pdf, name="meeting_pdf"),
    path("meetings/<int:pk>/minutes.docx", meeting_papers.meeting_docx, name="meeting_docx"),
    path("meetings/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Meeting), name="meeting_transition"),
]
