from mobilities.urls import (
    conferences,
    consents,
    duplicates,
    experience,
    grid,
    hosts,
    inclusion,
    learning_plans,
    mobilities,
    module_files,
    money,
    papers,
    participants,
    selections,
)

app_name = "mobilities"
urlpatterns = [
    *grid.urlpatterns,
    *mobilities.urlpatterns,
    *participants.urlpatterns,
    *hosts.urlpatterns,
    *experience.urlpatterns,
    *conferences.urlpatterns,
    *money.urlpatterns,
    *papers.urlpatterns,
    *selections.urlpatterns,
    *consents.urlpatterns,
    *duplicates.urlpatterns,
    *inclusion.urlpatterns,
    *learning_plans.urlpatterns,
    *module_files.urlpatterns,
]
