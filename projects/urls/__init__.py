from projects.urls import codes, projects

app_name = "projects"
urlpatterns = [*projects.urlpatterns, *codes.urlpatterns]
