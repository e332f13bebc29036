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


# A mail server may be away for some minutes; a second mail does no harm
_LATER = {"autoretry_for": (OSError,), "retry_backoff": 30, "max_retries": 6}


@shared_task(**_LATER)
def mail_reset_link(pk: int) -> None:
    """Write to somebody who forgot their password; 0 for a name that nobody has."""
    from units import resetting  # noqa: PLC0415 -- leaf

    resetting.mail_reset_link(pk=pk, at=timezone.now())


@shared_task(**_LATER)
def mail_first_link(pk: int) -> None:
    """Write to a new person how to set their first password."""
    from units import resetting  # noqa: PLC0415 -- leaf

    resetting.mail_first_link(pk=pk, at=timezone.now())


@shared_task
def tell_of_log_in(pk: int) -> None:
    """Write to the owner of a name about a log-in from a new place."""
    from units.log_in import strange  # noqa: PLC0415 -- leaf

    strange.mail(pk)
