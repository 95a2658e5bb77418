from projects.urls import calendar, codes, life, money, projects, rates

app_name = "projects"
urlpatterns = [
    *projects.urlpatterns,
    *codes.urlpatterns,
    *life.urlpatterns,
    *money.urlpatterns,
    *rates.urlpatterns,
    *calendar.urlpatterns,
]
