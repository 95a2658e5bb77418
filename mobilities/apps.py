from django.apps import AppConfig


class MobilitiesConfig(AppConfig):
    name = "mobilities"

    def ready(self) -> None:
        from mobilities import calendar_feed, importers  # noqa: F401  days of the calendar; what can be imported
        from mobilities.beneficiary_module import tasks  # noqa: F401  registers the job handlers
