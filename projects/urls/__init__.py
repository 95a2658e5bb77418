from projects.urls import calendar, life, projects

app_name = "projects"
urlpatterns = [*projects.urlpatterns, *life.urlpatterns, *calendar.urlpatterns]
