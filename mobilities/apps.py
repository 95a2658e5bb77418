from django.apps import AppConfig


class MobilitiesConfig(AppConfig):
    name = "mobilities"

    def ready(self) -> None:
        from mobilities import calendar_feed, importers  # noqa: F401  days of the calendar; what can be imported
