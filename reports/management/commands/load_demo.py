"""Load the demonstration into an empty installation, and print how to sign in."""

import os
import secrets

from django.core.management.base import BaseCommand

from portal.accounts.models import School
from reports.demo.load import Demo, set_passwords


class Command(BaseCommand):
    help = (
        "Loads the demonstration school if there is no school yet. The demonstration accounts get the password "
        "DEMO_PASSWORD, or a new random one, at every call."
    )

    def handle(self, *args, **options) -> None:
        if not School.objects.exists():
            school = Demo().load()
            self.stdout.write(f"Loaded: {school.name}, school years 2019/2020 to 2022/2023.")
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        rows = set_passwords(password)
        if rows:
            self.stdout.write(f"\nSign in with the password {password} as")
            for email, role in rows:
                self.stdout.write(f"  {email:26} {role}")
