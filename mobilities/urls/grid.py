from django.urls import path

from mobilities.views import flows, steps
from mobilities.views import grid as views

urlpatterns = [
    path("mobilities/grid/", views.mobility_grid, name="mobility-grid"),
    path("mobilities/grid/check/", views.mobility_grid_check, name="mobility-grid-check"),
    path("mobilities/grid/suggest/", views.mobility_grid_suggest, name="mobility-grid-suggest"),
    path("mobilities/copy/", flows.mobility_copy, name="mobility-copy"),
    path("mobilities/flows/", flows.flow_list, name="flow-list"),
    path("mobilities/flows/export/", flows.flow_export, name="flow-export"),
    path("mobilities/interrupt/", steps.mobility_interrupt_many, name="mobility-interrupt-many"),
    path("mobilities/bulk/", steps.mobility_bulk, name="mobility-bulk"),
    path("mobilities/<int:pk>/interrupt/", steps.mobility_interrupt, name="mobility-interrupt"),
    path("mobilities/<int:pk>/trip/", steps.mobility_trip, name="mobility-trip"),
    path("mobilities/<int:pk>/itinerary/", steps.mobility_itinerary, name="mobility-itinerary"),
]
