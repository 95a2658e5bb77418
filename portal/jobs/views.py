"""A job's line: polled while it runs, cancelled or retried by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from portal.common.http import get_or_403, is_htmx
from portal.jobs import services
from portal.jobs.lines import job_line
from portal.jobs.models import Job


@require_GET
def job_detail(request: HttpRequest, pk) -> HttpResponse:
    job = get_or_403(Job.objects.visible_to(request.user), request.user, "jobs.view_job", pk=pk)
    line = job_line(job, request.user)
    template = "components/job.html" if is_htmx(request) else "jobs/job_detail.html"
    response = render(request, template, line if is_htmx(request) else {"job": job, "line": line})
    if is_htmx(request) and job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def job_cancel(request: HttpRequest, pk) -> HttpResponse:
    job = get_or_403(Job.objects.visible_to(request.user), request.user, "jobs.cancel_job", pk=pk)
    services.cancel(job, request.user)
    return back(request, job)


@require_POST
def job_retry(request: HttpRequest, pk) -> HttpResponse:
    job = get_or_403(Job.objects.visible_to(request.user), request.user, "jobs.retry_job", pk=pk)
    services.retry(job, request.user)
    return back(request, job)


def back(request: HttpRequest, job: Job) -> HttpResponse:
    """To the page of ours that showed the job, otherwise to its own."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page) if is_ours else redirect("jobs:job-detail", pk=job.pk)
