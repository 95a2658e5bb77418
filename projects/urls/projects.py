from django.urls import path

from projects.views import projects as views

urlpatterns = [
    path("projects/", views.project_list, name="project-list"),
    path("projects/export/", views.project_export, name="project-export"),
    path("projects/add/", views.project_add, name="project-add"),
    path("projects/code/", views.code_preview, name="code-preview"),
    path("projects/<int:pk>/", views.project_detail, name="project-detail"),
    path("projects/<int:pk>/edit/", views.project_edit, name="project-edit"),
    path("projects/<int:pk>/delete/", views.project_delete, name="project-delete"),
]
