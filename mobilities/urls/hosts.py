from django.urls import path

from mobilities.views import hosts as views

urlpatterns = [
    path("hosts/", views.host_list, name="host-list"),
    path("hosts/export/", views.host_export, name="host-export"),
    path("hosts/search/", views.host_search, name="host-search"),
    path("hosts/add/", views.host_add, name="host-add"),
    path("hosts/quick-add/", views.host_quick_add, name="host-quick-add"),
    path("hosts/<int:pk>/", views.host_detail, name="host-detail"),
    path("hosts/<int:pk>/edit/", views.host_edit, name="host-edit"),
    path("hosts/<int:pk>/delete/", views.host_delete, name="host-delete"),
]
