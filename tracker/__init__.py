"""Wiring of the apps: settings, URLs, Celery."""

from tracker.celery import app as celery_app

__all__ = ["celery_app"]
