from django.urls import path

from mobilities.views import sharings as views

urlpatterns = [
    path("sharing/", views.sharing_list, name="sharing-list"),
    path("sharing/export/", views.sharing_export, name="sharing-export"),
    path("sharing/add/", views.sharing_add, name="sharing-add"),
    path("sharing/<int:pk>/edit/", views.sharing_edit, name="sharing-edit"),
    path("sharing/<int:pk>/delete/", views.sharing_delete, name="sharing-delete"),
]
