from django.urls import path

from projects.views import deadlines, dissemination, life, organisations, summary

urlpatterns = [
    path("projects/<int:pk>/move/<slug:step>/", life.project_move, name="project-move"),
    path("projects/<int:pk>/extend/", life.project_extend, name="project-extend"),
    path("projects/<int:pk>/summary/", summary.summary_detail, name="summary-detail"),
    path("projects/<int:pk>/summary/edit/", summary.summary_edit, name="summary-edit"),
    path("projects/<int:pk>/organisations/", organisations.organisation_list, name="organisation-list"),
    path("projects/<int:pk>/organisations/export/", organisations.organisation_export, name="organisation-export"),
    path("projects/<int:pk>/organisations/add/", organisations.organisation_add, name="organisation-add"),
    path("projects/<int:pk>/organisations/<int:row>/", organisations.organisation_edit, name="organisation-edit"),
    path(
        "projects/<int:pk>/organisations/<int:row>/delete/",
        organisations.organisation_delete,
        name="organisation-delete",
    ),
    path("projects/<int:pk>/deadlines/", deadlines.deadline_list, name="deadline-list"),
    path("projects/<int:pk>/deadlines/export/", deadlines.deadline_export, name="deadline-export"),
    path("projects/<int:pk>/deadlines/add/", deadlines.deadline_add, name="deadline-add"),
    path("projects/<int:pk>/deadlines/<int:row>/", deadlines.deadline_edit, name="deadline-edit"),
    path("projects/<int:pk>/deadlines/<int:row>/done/", deadlines.deadline_done, name="deadline-done"),
    path("projects/<int:pk>/deadlines/<int:row>/delete/", deadlines.deadline_delete, name="deadline-delete"),
    path("projects/<int:pk>/dissemination/", dissemination.dissemination_list, name="dissemination-list"),
    path("projects/<int:pk>/dissemination/export/", dissemination.dissemination_export, name="dissemination-export"),
    path("projects/<int:pk>/dissemination/add/", dissemination.dissemination_add, name="dissemination-add"),
    path("projects/<int:pk>/dissemination/<int:row>/", dissemination.dissemination_edit, name="dissemination-edit"),
    path(
        "projects/<int:pk>/dissemination/<int:row>/delete/",
        dissemination.dissemination_delete,
        name="dissemination-delete",
    ),
    path(
        "projects/<int:pk>/dissemination/<int:row>/evidence/",
        dissemination.dissemination_evidence,
        name="dissemination-evidence",
    ),
    path("dissemination/", dissemination.dissemination_list, name="dissemination-log"),
    path("dissemination/export/", dissemination.dissemination_export, name="dissemination-log-export"),
]
