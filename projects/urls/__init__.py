from projects.urls import calendar, life, money, projects, rates

app_name = "projects"
urlpatterns = [
    *projects.urlpatterns,
    *life.urlpatterns,
    *money.urlpatterns,
    *rates.urlpatterns,
    *calendar.urlpatterns,
]
