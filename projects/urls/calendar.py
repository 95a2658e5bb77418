from django.urls import path

from projects.views import calendar

urlpatterns = [
    path("calendar/", calendar.calendar_link_list, name="calendar-link-list"),
    path("calendar/add/", calendar.calendar_link_add, name="calendar-link-add"),
    path("calendar/<int:pk>/revoke/", calendar.calendar_link_revoke, name="calendar-link-revoke"),
    path("calendar/letters/", calendar.calendar_letters, name="calendar-letters"),
    path("calendar/<slug:token>.ics", calendar.calendar_feed, name="calendar-feed"),
]
