from celery import shared_task

from portal.jobs import services


@shared_task(name="jobs.run_job")
def run_job(job_id: str) -> None:
    services.run(job_id)


@shared_task(name="jobs.sweep_jobs")
def sweep_jobs() -> None:
    services.sweep()
