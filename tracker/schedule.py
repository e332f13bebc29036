"""What beat sends to the workers, and how often; what nobody took until then expires."""

from datetime import timedelta

SECONDS_30 = timedelta(seconds=30)
MINUTES_30 = timedelta(minutes=30)
HOUR, HOURS_6, DAY = timedelta(hours=1), timedelta(hours=6), timedelta(days=1)


def _every(period: timedelta, task: str, *, expires: int, queue: str = "") -> dict[str, object]:
    """`expires`: after so many seconds."""
    options = {"expires": expires} | ({"queue": queue} if queue else {})
    return {"task": task, "schedule": period, "options": options}


SCHEDULE = {
    "note-that-the-worker-is-alive": _every(
        SECONDS_30, "reporting.tasks.note_worker_alive", expires=60
    ),
    "note-that-the-printer-is-alive": _every(
        SECONDS_30, "reporting.tasks.note_printer_alive", expires=60, queue="reviews"
    ),
    "send-forgotten-reports-again": _every(
        SECONDS_30, "reporting.tasks.rescue_reviews", expires=60
    ),
    "start-scheduled-reviews": _every(
        timedelta(minutes=10), "reporting.tasks.start_scheduled_reviews", expires=600
    ),
    "forget-old-sheets": _every(HOURS_6, "reporting.tasks.forget_old_sheets", expires=3600),
    "forget-exports-of-plans": _every(HOURS_6, "reporting.tasks.forget_plan_folders", expires=3600),
    "recover-plans-being-read": _every(SECONDS_30, "plans.tasks.rescue_imports", expires=60),
    "give-up-files-of-imported-plans": _every(
        HOURS_6, "plans.tasks.give_up_files_of_imports", expires=3600
    ),
    "sweep-files-that-no-row-names": _every(DAY, "reporting.tasks.sweep_files", expires=3600),
    # Often, because the machine of an office is off at night: it then makes up for what it missed
    "back-up-once-a-day": _every(MINUTES_30, "reporting.tasks.back_up_if_due", expires=1800),
    "warn-of-a-full-disk": _every(MINUTES_30, "reporting.tasks.warn_of_disk", expires=1800),
    "prune-the-version-of-facts": _every(HOUR, "reporting.tasks.prune_fact_version", expires=3600),
    "remind-of-what-is-due": _every(HOUR, "reporting.tasks.remind", expires=3600),
    "mail-the-digests-of-the-day": _every(
        timedelta(minutes=15), "reporting.tasks.send_digests", expires=900
    ),
    "forget-old-log-ins": _every(DAY, "units.tasks.forget_log_ins", expires=3600),
    "apply-memberships-of-the-day": _every(
        MINUTES_30, "units.tasks.apply_memberships", expires=1800
    ),
}
