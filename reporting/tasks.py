"""Celery tasks of `reporting`: leaves that take primitives and call one use case."""

from celery import shared_task
from django.utils import timezone

from reporting import heartbeats


@shared_task
def note_worker_alive() -> None:
    """Show healthz that a worker takes messages and reaches the database."""
    heartbeats.note(name="worker", at=timezone.now())
