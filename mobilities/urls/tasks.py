from django.urls import path

from mobilities.views import activity
from mobilities.views import tasks as views

urlpatterns = [
    path("projects/<int:pk>/tasks/", views.task_list, name="task-list"),
    path("projects/<int:pk>/tasks/export/", views.task_export, name="task-export"),
    path("projects/<int:pk>/tasks/add/", views.task_add, name="task-add"),
    path("projects/tasks/", views.task_mine, name="task-mine"),
    path("projects/tasks/export/", views.task_mine_export, name="task-mine-export"),
    path("projects/tasks/<int:pk>/", views.task_detail, name="task-detail"),
    path("projects/tasks/<int:pk>/edit/", views.task_edit, name="task-edit"),
    path("projects/tasks/<int:pk>/delete/", views.task_delete, name="task-delete"),
    path("projects/tasks/<int:pk>/done/", views.task_done, name="task-done"),
    path("projects/tasks/<int:pk>/reopen/", views.task_reopen, name="task-reopen"),
    path("projects/tasks/<int:pk>/comment/", views.task_comment, name="task-comment"),
    path("projects/<int:pk>/activity/", activity.project_activity, name="project-activity"),
]
