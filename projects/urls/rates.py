from django.urls import path

from projects.views import rates as views

urlpatterns = [
    path("projects/<int:pk>/rates/", views.rate_list, name="rate-list"),
    path("projects/<int:pk>/rates/propose/", views.rate_propose, name="rate-propose"),
    path("projects/<int:pk>/rates/confirm/", views.rate_confirm, name="rate-confirm"),
    path("projects/<int:pk>/rates/add/", views.rate_add, name="rate-add"),
    path("projects/<int:pk>/rates/<int:rate>/", views.rate_edit, name="rate-edit"),
    path("projects/<int:pk>/rates/<int:rate>/delete/", views.rate_delete, name="rate-delete"),
]
