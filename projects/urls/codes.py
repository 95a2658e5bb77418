from django.urls import path

from projects.views import paste

urlpatterns = [
    path("projects/paste/", paste.project_paste, name="project-paste"),
]
