from mobilities.urls import conferences, experience, grid, hosts, mobilities, money, participants, selections

app_name = "mobilities"
urlpatterns = [
    *grid.urlpatterns,
    *mobilities.urlpatterns,
    *participants.urlpatterns,
    *hosts.urlpatterns,
    *experience.urlpatterns,
    *conferences.urlpatterns,
    *money.urlpatterns,
    *selections.urlpatterns,
]
