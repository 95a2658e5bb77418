from django.apps import AppConfig


class MobilitiesConfig(AppConfig):
    name = "mobilities"

    def ready(self) -> None:
        # days of the calendar; what can be imported; what counts as stored; names in the journal; the job handlers
        from mobilities import calendar_feed, importers, stored, tasks  # noqa: F401
        from mobilities.beneficiary_module import journal  # noqa: F401
        from mobilities.beneficiary_module import tasks as module_tasks  # noqa: F401
        from mobilities.services import returned  # noqa: F401 its letters
        from mobilities.services.checklists import keep_projects_in_step
        from projects.signals import call_year_changed

        call_year_changed.connect(keep_projects_in_step)
