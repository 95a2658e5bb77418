from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "portal.imports"
    label = "imports"

    def ready(self) -> None:
        from portal.imports import stored, tasks  # noqa: F401  what counts as stored, and the job handlers
