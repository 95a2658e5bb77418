from django.urls import path

from mobilities.views import participants as views
from mobilities.views import qualifications

urlpatterns = [
    path("people/", views.participant_list, name="participant-list"),
    path("people/export/", views.participant_export, name="participant-export"),
    path("people/pattern/", views.participant_pattern, name="participant-pattern"),
    path("people/search/", views.participant_search, name="participant-search"),
    path("people/add/", views.participant_add, name="participant-add"),
    path("people/quick-add/", views.participant_quick_add, name="participant-quick-add"),
    path("people/<int:pk>/", views.participant_detail, name="participant-detail"),
    path("people/<int:pk>/edit/", views.participant_edit, name="participant-edit"),
    path("people/<int:pk>/delete/", views.participant_delete, name="participant-delete"),
    path("people/qualifications/", qualifications.qualification_list, name="qualification-list"),
    path("people/qualifications/export/", qualifications.qualification_export, name="qualification-export"),
    path("people/qualifications/add/", qualifications.qualification_add, name="qualification-add"),
    path("people/qualifications/quick-add/", qualifications.qualification_quick_add, name="qualification-quick-add"),
    path("people/qualifications/<int:pk>/edit/", qualifications.qualification_edit, name="qualification-edit"),
]
