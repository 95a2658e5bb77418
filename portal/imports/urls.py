from django.urls import path

from portal.imports.views import deeds, findings, history, mapping, upload

app_name = "imports"
urlpatterns = [
    path("", history.import_list, name="import-list"),
    path("export/", history.import_list_export, name="import-list-export"),
    path("add/<slug:kind>/", upload.import_add, name="import-add"),
    path("<int:pk>/", findings.import_detail, name="import-detail"),
    path("<int:pk>/columns/", mapping.import_mapping, name="import-mapping"),
    path("<int:pk>/export/", findings.import_export, name="import-export"),
    path("<int:pk>/rejected/", findings.import_rejected, name="import-rejected"),
    path("<int:pk>/apply/", deeds.import_apply, name="import-apply"),
    path("<int:pk>/others/", deeds.import_others, name="import-others"),
    path("<int:pk>/undo/", deeds.import_undo, name="import-undo"),
    path("<int:pk>/cancel/", deeds.import_cancel, name="import-cancel"),
]
