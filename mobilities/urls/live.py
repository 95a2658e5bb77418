from django.urls import path

from mobilities.views import conference_door as door
from mobilities.views import conference_live as views
from mobilities.views import conference_plan as plan

LIVE = "conferences/<int:pk>/live/"

urlpatterns = [
    path("conferences/<int:pk>/plan/", plan.conference_plan, name="conference-plan"),
    path("conferences/<int:pk>/door/<int:day>/", door.conference_door, name="conference-door"),
    path("conferences/<int:pk>/door/<int:day>/tick/", door.conference_tick, name="conference-tick"),
    path(LIVE, views.conference_live, name="conference-live"),
    path(LIVE + "feed/", views.conference_feed, name="conference-feed"),
    path(LIVE + "add/", views.finding_add, name="finding-add"),
    path(LIVE + "take/", views.proposal_take, name="proposal-take"),
    path(LIVE + "aside/", views.proposal_aside, name="proposal-aside"),
    path(LIVE + "<int:finding>/", views.finding_edit, name="finding-edit"),
    path(LIVE + "<int:finding>/delete/", views.finding_delete, name="finding-delete"),
]
