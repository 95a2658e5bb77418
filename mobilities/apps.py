from django.apps import AppConfig


class MobilitiesConfig(AppConfig):
    name = "mobilities"

    def ready(self) -> None:
        from mobilities import importers  # noqa: F401  what can be imported
