from django.urls import path

from mobilities.views import applications, decisions
from mobilities.views import selections as views

CALL = "mobilities/calls/<int:pk>/"
APPLICATION = CALL + "applications/<int:application>/"

urlpatterns = [
    path("mobilities/calls/", views.selection_list, name="selection-list"),
    path("mobilities/calls/export/", views.selection_list_export, name="selection-list-export"),
    path("mobilities/calls/add/", views.selection_add, name="selection-add"),
    path(CALL, views.selection_detail, name="selection-detail"),
    path(CALL + "edit/", views.selection_edit, name="selection-edit"),
    path(CALL + "delete/", views.selection_delete, name="selection-delete"),
    path(CALL + "move/<str:step>/", views.selection_move, name="selection-move"),
    path(CALL + "export/", views.selection_export, name="selection-export"),
    path(CALL + "protocol/", views.selection_protocol, name="selection-protocol"),
    path(CALL + "protocol.pdf", views.selection_protocol_pdf, name="selection-protocol-pdf"),
    path(CALL + "points/", decisions.selection_points, name="selection-points"),
    path(CALL + "decision/", decisions.selection_decision, name="selection-decision"),
    path(CALL + "mobilities/", decisions.selection_mobilities, name="selection-mobilities"),
    path(CALL + "applications/add/", applications.application_add, name="application-add"),
    path(APPLICATION + "edit/", applications.application_edit, name="application-edit"),
    path(APPLICATION + "delete/", applications.application_delete, name="application-delete"),
    path(APPLICATION + "withdraw/", applications.application_withdraw, name="application-withdraw"),
    path(APPLICATION + "return/", applications.application_return, name="application-return"),
    path(APPLICATION + "move-up/", applications.application_move_up, name="application-move-up"),
]
