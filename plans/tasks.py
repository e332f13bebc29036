"""Celery tasks of `plans`: they take primitives and call one use case."""

from celery import shared_task
from django.utils import timezone

READ_WITHIN = 300  # seconds; a plan of 200 pages takes a minute


@shared_task(soft_time_limit=READ_WITHIN, time_limit=READ_WITHIN + 30)
def read_import(*, import_id: int) -> None:
    """Read an uploaded plan, unless another delivery of this message already does."""
    from plans.importing import recognizing  # noqa: PLC0415 -- leaf

    recognizing.read_import(import_id=import_id)


@shared_task
def rescue_imports() -> None:
    """Recover imports whose message was lost or whose worker died."""
    from plans.importing import rescuing  # noqa: PLC0415 -- leaf

    rescuing.rescue_imports(at=timezone.now())


@shared_task
def give_up_files_of_imports() -> None:
    """Let go of the files of imports that ended some days ago."""
    from plans.importing import rescuing  # noqa: PLC0415 -- leaf

    rescuing.give_up_files(at=timezone.now())
