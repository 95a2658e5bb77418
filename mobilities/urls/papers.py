from django.urls import path

from mobilities.views import paper_copies, project_papers
from mobilities.views import papers as views

urlpatterns = [
    path("papers/<int:pk>/upload/", views.paper_upload, name="paper-upload"),
    path("papers/<int:pk>/files/<int:row>/", views.paper_file, name="paper-file"),
    path("papers/<int:pk>/files/<int:row>/delete/", views.paper_file_delete, name="paper-file-delete"),
    path("papers/<int:pk>/here/", views.paper_here, name="paper-here"),
    path("papers/<int:pk>/reopen/", views.paper_reopen, name="paper-reopen"),
    path("papers/<int:pk>/set-aside/", views.paper_aside, name="paper-aside"),
    path("papers/<int:pk>/edit/", views.paper_edit, name="paper-edit"),
    path("projects/<int:pk>/papers/", project_papers.project_papers, name="project-papers"),
    path("projects/<int:pk>/papers/export/", project_papers.project_papers_export, name="project-papers-export"),
    path("projects/<int:pk>/papers/copies/", paper_copies.paper_copies, name="paper-copies"),
]
