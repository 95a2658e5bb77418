"""Pages that see every app: home, search, health, errors."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.jobs.models import Job


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/search.html")


@login_not_required
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For a supervisor: whether the database answers and how many jobs wait. Names and figures of nobody."""
    try:
        connection.ensure_connection()
        waiting = Job.objects.claimable().count()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "up", "jobs_waiting": waiting})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
