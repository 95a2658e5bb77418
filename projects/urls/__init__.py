from projects.urls import money, projects, rates

app_name = "projects"
urlpatterns = [*projects.urlpatterns, *money.urlpatterns, *rates.urlpatterns]
