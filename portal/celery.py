"""Celery is the bell: it carries job ids. What is to be done stands in the Job table."""

import os

from celery import Celery

from portal.jobs import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

folder_broker.use()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
