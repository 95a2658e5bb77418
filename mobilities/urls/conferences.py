from django.urls import path

from mobilities.views import conferences as views

PART = "conferences/<int:pk>/<str:part>/"

urlpatterns = [
    path("conferences/", views.conference_list, name="conference-list"),
    path("conferences/export/", views.conference_list_export, name="conference-list-export"),
    path("conferences/add/", views.conference_add, name="conference-add"),
    path("conferences/<int:pk>/", views.conference_detail, name="conference-detail"),
    path("conferences/<int:pk>/findings/", views.conference_export, name="conference-export"),
    path("conferences/<int:pk>/edit/", views.conference_edit, name="conference-edit"),
    path("conferences/<int:pk>/delete/", views.conference_delete, name="conference-delete"),
    path("conferences/<int:pk>/open/", views.conference_open, name="conference-open"),
    path("conferences/<int:pk>/close/", views.conference_close, name="conference-close"),
    path("conferences/<int:pk>/attendance/<int:day>/", views.conference_attendance, name="conference-attendance"),
    path(PART + "add/", views.conference_part_add, name="conference-part-add"),
    path(PART + "<int:part_pk>/edit/", views.conference_part_edit, name="conference-part-edit"),
    path(PART + "<int:part_pk>/delete/", views.conference_part_delete, name="conference-part-delete"),
    path("decisions/<int:pk>/done/", views.decision_done, name="decision-done"),
    path("decisions/<int:pk>/undo/", views.decision_undo, name="decision-undo"),
]
