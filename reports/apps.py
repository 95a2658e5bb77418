from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import invitations, tasks  # noqa: F401  registers the letter and the job handlers
