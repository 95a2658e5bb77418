from django.urls import path

from mobilities.views import inclusion as views

urlpatterns = [
    path("projects/<int:pk>/inclusion/", views.project_inclusion, name="project-inclusion"),
    path("projects/<int:pk>/inclusion/edit/", views.project_inclusion_edit, name="project-inclusion-edit"),
    path("projects/<int:pk>/inclusion/export/", views.project_inclusion_export, name="project-inclusion-export"),
]
