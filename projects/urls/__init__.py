from projects.urls import projects

app_name = "projects"
urlpatterns = [*projects.urlpatterns]
