from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import importers, tasks  # noqa: F401  what can be imported, and the job handlers
