from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.year_detail, name="year-detail"),
    path("reports/documents/", views.document_list, name="document-list"),
    path("reports/documents/request/", views.document_request, name="document-request"),
    path("reports/documents/<int:pk>/", views.document_download, name="document-download"),
]
