from django.urls import path

from mobilities.views import duplicates as views

urlpatterns = [
    path("people/duplicates/", views.duplicate_list, name="duplicate-list"),
    path("people/duplicates/apart/", views.duplicate_apart, name="duplicate-apart"),
    path("people/merge/", views.participant_merge, name="participant-merge"),
]
