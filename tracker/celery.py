"""The Celery application, configured by the `CELERY_*` settings of Django."""

import os

from celery import Celery

from tracker.lib.broker import transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

transport.register()
app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
