from django.urls import path

from mobilities.views import paper_copies, project_papers
from mobilities.views import papers as views

urlpatterns = [
    path("mobilities/papers/lines/<int:pk>/upload/", views.paper_upload, name="paper-upload"),
    path("mobilities/papers/lines/<int:pk>/files/<int:row>/", views.paper_file, name="paper-file"),
    path(
        "mobilities/papers/lines/<int:pk>/files/<int:row>/delete/", views.paper_file_delete, name="paper-file-delete"
    ),
    path("mobilities/papers/lines/<int:pk>/here/", views.paper_here, name="paper-here"),
    path("mobilities/papers/lines/<int:pk>/reopen/", views.paper_reopen, name="paper-reopen"),
    path("mobilities/papers/lines/<int:pk>/set-aside/", views.paper_aside, name="paper-aside"),
    path("mobilities/papers/lines/<int:pk>/edit/", views.paper_edit, name="paper-edit"),
    path("projects/<int:pk>/papers/", project_papers.project_papers, name="project-papers"),
    path("projects/<int:pk>/papers/export/", project_papers.project_papers_export, name="project-papers-export"),
    path("projects/<int:pk>/papers/copies/", paper_copies.paper_copies, name="paper-copies"),
]
