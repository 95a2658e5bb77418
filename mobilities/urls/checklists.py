from django.urls import path

from mobilities.views import checklists as views

urlpatterns = [
    path("mobilities/checklist/", views.checklist_list, name="checklist-list"),
    path("mobilities/checklist/add/", views.checklist_add, name="checklist-add"),
    path("mobilities/checklist/<slug:key>/edit/", views.checklist_edit, name="checklist-edit"),
    path("mobilities/checklist/<slug:key>/reset/", views.checklist_reset, name="checklist-reset"),
    path("projects/<int:pk>/checklist/", views.checklist_list, name="project-checklist"),
    path("projects/<int:pk>/checklist/add/", views.checklist_add, name="project-checklist-add"),
    path("projects/<int:pk>/checklist/<slug:key>/edit/", views.checklist_edit, name="project-checklist-edit"),
    path("projects/<int:pk>/checklist/<slug:key>/reset/", views.checklist_reset, name="project-checklist-reset"),
]
