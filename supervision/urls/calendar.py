from django.urls import path

from supervision.views import calendar

urlpatterns = [
    path("calendar/", calendar.month, name="calendar_month"),
    path("calendar/address/", calendar.calendar_address, name="calendar_address"),
    path("calendar/feed/<str:key>.ics", calendar.calendar_feed, name="calendar_feed"),
]
