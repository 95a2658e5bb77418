from django.urls import path

from mobilities.views import grid as views

urlpatterns = [
    path("mobilities/grid/", views.mobility_grid, name="mobility-grid"),
    path("mobilities/grid/check/", views.mobility_grid_check, name="mobility-grid-check"),
    path("mobilities/grid/suggest/", views.mobility_grid_suggest, name="mobility-grid-suggest"),
]
