from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        import_module("portal.celery")  # here and not in portal: whoever only opens an upload needs no broker
