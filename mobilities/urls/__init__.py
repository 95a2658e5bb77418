from mobilities.urls import (
    conferences,
    consents,
    duplicates,
    experience,
    hosts,
    inclusion,
    mobilities,
    money,
    participants,
    selections,
)

app_name = "mobilities"
urlpatterns = [
    *mobilities.urlpatterns,
    *participants.urlpatterns,
    *hosts.urlpatterns,
    *experience.urlpatterns,
    *conferences.urlpatterns,
    *money.urlpatterns,
    *selections.urlpatterns,
    *consents.urlpatterns,
    *duplicates.urlpatterns,
    *inclusion.urlpatterns,
]
