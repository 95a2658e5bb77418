"""Writes of a school's own wording of papers."""

from django.db import transaction

from portal.accounts.models import User
from portal.audit.services import delete, save_form
from reports.models import PaperTemplate


def save_template(form, user: User) -> PaperTemplate:
    return save_form(form, user, form.instance.school)


@transaction.atomic
def back_to_portal(template: PaperTemplate, user: User) -> None:
    """From now on the portal's text is printed again."""
    delete(template, user, template.school)
