from django.urls import path

from portal.audit import views

app_name = "audit"
urlpatterns = [
    path("school/journal/", views.entry_list, name="entry-list"),
    path("school/journal/export/", views.entry_export, name="entry-export"),
]
