"""A job's line: polled while it runs, cancelled or retried by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from portal.common.http import get_or_403, is_htmx
from portal.jobs import services
from portal.jobs.lines import job_line
from portal.jobs.models import Job
from portal.jobs.registry import page_of


@require_GET
def job_detail(request: HttpRequest, pk) -> HttpResponse:
    job = get_or_403(Job.objects.visible_to(request.user), request.user, "jobs.view_job", pk=pk)
    line = job_line(job, request.user)
    if not is_htmx(request):
        return render(request, "jobs/job_detail.html", {"job": job, "line": line, "page": page_of(job)})
    response = render(request, "components/job.html", line)
    if job.is_over:
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
    """To the page of what the job works on; else to the page of ours that showed it, or to its own."""
    if page := page_of(job):
        return redirect(page)
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page) if is_ours else redirect("jobs:job-detail", pk=job.pk)
