from django.urls import path

from mobilities.views import calendar, map, mobilities, mobility_forms, mobility_page, project_mobilities

urlpatterns = [
    path("mobilities/", mobilities.mobility_list, name="mobility-list"),
    path("mobilities/calendar/", calendar.mobility_calendar, name="mobility-calendar"),
    path("mobilities/map/", map.mobility_map, name="mobility-map"),
    path("mobilities/export/", mobilities.mobility_export, name="mobility-export"),
    path("mobilities/add/", mobility_forms.mobility_add, name="mobility-add"),
    path("mobilities/add-group/", mobility_forms.mobility_add_group, name="mobility-add-group"),
    path("mobilities/check/", mobility_forms.mobility_check, name="mobility-check"),
    path("mobilities/<int:pk>/", mobility_page.mobility_detail, name="mobility-detail"),
    path("mobilities/<int:pk>/edit/", mobility_forms.mobility_edit, name="mobility-edit"),
    path("mobilities/<int:pk>/delete/", mobility_page.mobility_delete, name="mobility-delete"),
    path("mobilities/<int:pk>/move/<str:step>/", mobility_page.mobility_move, name="mobility-move"),
    path("projects/<int:pk>/mobilities/", project_mobilities.project_mobilities, name="project-mobilities"),
]
