from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        # what can be imported, what counts as stored, the job handlers
        from projects import importers, stored, tasks  # noqa: F401
