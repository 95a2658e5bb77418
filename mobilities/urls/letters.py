from django.urls import path

from mobilities.views import letters as views

urlpatterns = [
    path("experience/reminders/", views.reminder_edit, name="reminder-edit"),
    path("experience/letters/", views.letter_list, name="letter-list"),
    path("experience/letters/export/", views.letter_export, name="letter-export"),
    path("experience/letters/<int:pk>/again/", views.letter_again, name="letter-again"),
]
