from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "portal.common"
    label = "common"

    def ready(self) -> None:
        from portal.common import folding, sqlite  # noqa: F401  teach SQLite what PostgreSQL knows
