from django.urls import path

from mobilities.views import calendar, map
from mobilities.views import mobilities as views

urlpatterns = [
    path("mobilities/", views.mobility_list, name="mobility-list"),
    path("mobilities/calendar/", calendar.mobility_calendar, name="mobility-calendar"),
    path("mobilities/map/", map.mobility_map, name="mobility-map"),
    path("mobilities/export/", views.mobility_export, name="mobility-export"),
    path("mobilities/add/", views.mobility_add, name="mobility-add"),
    path("mobilities/add-group/", views.mobility_add_group, name="mobility-add-group"),
    path("mobilities/check/", views.mobility_check, name="mobility-check"),
    path("mobilities/<int:pk>/", views.mobility_detail, name="mobility-detail"),
    path("mobilities/<int:pk>/edit/", views.mobility_edit, name="mobility-edit"),
    path("mobilities/<int:pk>/delete/", views.mobility_delete, name="mobility-delete"),
    path("mobilities/<int:pk>/move/<str:step>/", views.mobility_move, name="mobility-move"),
    path("projects/<int:pk>/mobilities/", views.project_mobilities, name="project-mobilities"),
]
