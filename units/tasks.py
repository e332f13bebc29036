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
    """Delete what is no longer needed about log-ins, and lists that nobody confirmed."""
    from units.importing import confirming  # noqa: PLC0415 -- leaf
    from units.log_in import tidying  # noqa: PLC0415 -- leaf

    tidying.forget(at=timezone.now())
    confirming.forget_old(at=timezone.now())


@shared_task
def tell_of_log_in(pk: int) -> None:
    """Write to the owner of a name about a log-in from a new place."""
    from units.log_in import strange  # noqa: PLC0415 -- leaf

    strange.mail(pk)
