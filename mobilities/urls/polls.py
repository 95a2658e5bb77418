from django.urls import path

from mobilities.views import ballots
from mobilities.views import polls as views

urlpatterns = [
    path("conferences/<int:pk>/votes/add/", views.poll_add, name="poll-add"),
    path("votes/<int:pk>/", views.poll_screen, name="poll-screen"),
    path("votes/<int:pk>/results/", views.poll_results, name="poll-results"),
    path("votes/<int:pk>/delete/", views.poll_delete, name="poll-delete"),
    path("votes/<int:pk>/move/<slug:step>/", views.poll_move, name="poll-move"),
    path("v/<slug:code>/", ballots.ballot, name="ballot"),
]
