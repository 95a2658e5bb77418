"""Every address of the portal. Each app names its own; the prefixes are the places of the navigation."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("health/", views.health, name="health"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("portal.accounts.urls")),
    path("", include("portal.audit.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("imports/", include("portal.imports.urls")),
    path("", include("projects.urls")),
    path("", include("mobilities.urls")),
    path("", include("reports.urls")),
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
