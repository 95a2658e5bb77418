from django.urls import path

from mobilities.views import host_documents as documents
from mobilities.views import host_forms as forms
from mobilities.views import host_problems as problems
from mobilities.views import hosts as views

urlpatterns = [
    path("hosts/", views.host_list, name="host-list"),
    path("hosts/export/", views.host_export, name="host-export"),
    path("hosts/search/", views.host_search, name="host-search"),
    path("hosts/add/", forms.host_add, name="host-add"),
    path("hosts/quick-add/", forms.host_quick_add, name="host-quick-add"),
    path("hosts/<int:pk>/", views.host_detail, name="host-detail"),
    path("hosts/<int:pk>/edit/", forms.host_edit, name="host-edit"),
    path("hosts/<int:pk>/delete/", forms.host_delete, name="host-delete"),
    path("hosts/<int:pk>/move/<slug:step>/", forms.host_move, name="host-move"),
    path("hosts/<int:pk>/documents/add/", documents.host_document_add, name="host-document-add"),
    path("host-problems/<int:pk>/settle/", problems.host_problem_settle, name="host-problem-settle"),
    path("host-documents/<int:pk>/", documents.host_document_download, name="host-document-download"),
    path("host-documents/<int:pk>/edit/", documents.host_document_edit, name="host-document-edit"),
    path("host-documents/<int:pk>/delete/", documents.host_document_delete, name="host-document-delete"),
]
