from django.urls import path

from mobilities.views import module_drift as drift
from mobilities.views import module_files as views

urlpatterns = [
    path("projects/<int:pk>/module/", views.module_file_list, name="module-file-list"),
    path("projects/<int:pk>/module/add/<slug:purpose>/", views.module_file_add, name="module-file-add"),
    path("module/<int:pk>/", views.module_file_detail, name="module-file-detail"),
    path("module/<int:pk>/columns/", views.module_file_match, name="module-file-match"),
    path("module/<int:pk>/download/", views.module_file_download, name="module-file-download"),
    path("module/<int:pk>/delete/", views.module_file_delete, name="module-file-delete"),
    path("module/<int:pk>/settle/", drift.module_drift_settle, name="module-drift-settle"),
    path("module/<int:pk>/apply/", drift.module_drift_apply, name="module-drift-apply"),
    path("module/<int:pk>/fill/", drift.module_drift_fill, name="module-drift-fill"),
    path("module/<int:pk>/again/", drift.module_drift_again, name="module-drift-again"),
]
