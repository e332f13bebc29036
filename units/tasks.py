"""Celery tasks of `units`: they take primitives and call one use case."""

from celery import shared_task
from django.utils import timezone


@shared_task
def apply_memberships() -> None:
    """Apply memberships that begin or end today."""
    from units import roles  # noqa: PLC0415 -- leaf

    roles.apply_memberships(on=timezone.localdate())


@shared_task
def forget_log_ins() -> None:
    """Delete what is no longer needed about log-ins."""
    from units.log_in import tidying  # noqa: PLC0415 -- leaf

    tidying.forget(at=timezone.now())
