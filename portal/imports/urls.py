from django.urls import path

from portal.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="import-list"),
    path("add/<slug:kind>/", views.import_add, name="import-add"),
    path("<int:pk>/", views.import_detail, name="import-detail"),
    path("<int:pk>/columns/", views.import_mapping, name="import-mapping"),
    path("<int:pk>/export/", views.import_export, name="import-export"),
    path("<int:pk>/apply/", views.import_apply, name="import-apply"),
    path("<int:pk>/cancel/", views.import_cancel, name="import-cancel"),
]
