"""Celery tasks of `reporting`: they take primitives and call one use case."""

from celery import shared_task
from django.utils import timezone

from reporting.operations import busy, heartbeats

busy.connect()

BACKUP_WITHIN = 3000  # seconds; less than the broker waits before it delivers a message again
IMPORT_WITHIN = 1800  # see `GIVEN_UP_AFTER` of `reporting.plan_folders.arrivals`


@shared_task
def note_worker_alive() -> None:
    """Record that a worker takes messages and reaches the database, for /healthz."""
    heartbeats.note(name="worker", at=timezone.now())


@shared_task
def note_printer_alive() -> None:
    """Record the same of the process that prints reviews."""
    heartbeats.note(name="printer", at=timezone.now())


@shared_task
def compile_review(*, review_id: int) -> None:
    """Compile a queued review: that of the message, or a shorter one that waits too.

    There is a message for each, so that this one's turn comes.
    """
    from reporting.reviews import compiling  # noqa: PLC0415 -- leaf

    compiling.compile_next()


@shared_task(soft_time_limit=BACKUP_WITHIN, time_limit=BACKUP_WITHIN + 60)
def export_plan(*, plan_id: int, person_id: int) -> None:
    """Write everything of a plan to a .zip for the page that asked for it."""
    from reporting.plan_folders import shelf  # noqa: PLC0415 -- leaf

    shelf.make(plan_id=plan_id, person_id=person_id, at=timezone.now())


@shared_task(soft_time_limit=IMPORT_WITHIN, time_limit=IMPORT_WITHIN + 60)
def import_plan_folder(*, arrival_id: int, person_id: int) -> None:
    """Write an exported plan that was brought on a page, unless another delivery already does."""
    from reporting.plan_folders import arrivals  # noqa: PLC0415 -- leaf

    arrivals.write(arrival_id=arrival_id, person_id=person_id, at=timezone.now())


@shared_task
def forget_plan_folders() -> None:
    """Delete exported plans that were brought and not imported within days, or are of no plan."""
    from reporting.plan_folders import arrivals, shelf  # noqa: PLC0415 -- leaf

    arrivals.forget_old(at=timezone.now())
    shelf.forget_deleted()


@shared_task
def rescue_reviews() -> None:
    """Recover reviews whose message was lost or whose worker died."""
    from reporting.reviews import rescue  # noqa: PLC0415 -- leaf

    rescue.rescue_reviews(at=timezone.now())


@shared_task
def start_scheduled_reviews() -> None:
    """Request the reviews that are due by their schedule."""
    from reporting.reviews import scheduling  # noqa: PLC0415 -- leaf

    scheduling.start_due_reviews(at=timezone.now())


@shared_task
def forget_old_sheets() -> None:
    """Delete uploaded workbooks that were not confirmed within a week."""
    from reporting.workbook import importing  # noqa: PLC0415 -- leaf

    importing.forget_old(at=timezone.now())


@shared_task
def prune_fact_version() -> None:
    """Remove the numbers of past changes, so that reading their sum stays cheap."""
    from reporting.counting import fact_version  # noqa: PLC0415 -- leaf

    fact_version.prune()


@shared_task
def sweep_files() -> None:
    """Remove stored files that no row references any more."""
    from reporting.operations import sweeping  # noqa: PLC0415 -- leaf

    sweeping.sweep(at=timezone.now())


@shared_task
def remove_refused_file(*, import_id: int) -> None:
    """Remove the file of a plan whose text has a secrecy mark."""
    from reporting.operations import sweeping  # noqa: PLC0415 -- leaf

    sweeping.remove_refused(import_id=import_id, at=timezone.now())


@shared_task(soft_time_limit=BACKUP_WITHIN, time_limit=BACKUP_WITHIN + 60)
def back_up_if_due() -> None:
    """Make the backup of the day, unless there is one."""
    from reporting.operations import backing_up  # noqa: PLC0415 -- leaf

    backing_up.back_up_if_due(at=timezone.now())


@shared_task(soft_time_limit=BACKUP_WITHIN, time_limit=BACKUP_WITHIN + 60)
def back_up() -> None:
    """Make a backup that an administrator asked for."""
    from reporting.operations import backing_up  # noqa: PLC0415 -- leaf

    backing_up.try_to_back_up(at=timezone.now())


@shared_task
def warn_of_disk() -> None:
    """Warn administrators while there is still room to save."""
    from reporting.operations import backing_up  # noqa: PLC0415 -- leaf

    backing_up.warn_of_disk(at=timezone.now())


@shared_task
def remind() -> None:
    """Remind units of what is due soon or overdue."""
    from reporting.notices import reminding  # noqa: PLC0415 -- leaf

    reminding.remind(at=timezone.now())


@shared_task
def send_digests() -> None:
    """Create the digests of the day once their hour has come, and retry failed ones."""
    from reporting.notices import digesting  # noqa: PLC0415 -- leaf

    digesting.make_digests(at=timezone.now())
    digesting.send_again(at=timezone.now())


@shared_task
def send_digest(*, digest_id: int) -> None:
    """Mail one digest, unless another delivery of this message already does."""
    from reporting.notices import digesting  # noqa: PLC0415 -- leaf

    digesting.send_digest(digest_id=digest_id, at=timezone.now())
