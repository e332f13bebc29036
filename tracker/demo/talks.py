"""Comments between a unit and the office on the latest entries."""

from datetime import datetime, timedelta

from reporting.comments import commenting
from reporting.models import ProgressEntry
from tracker.demo.sentences import TALKS
from units.models import User


def make_talks(*, reviewer: User, officers: dict[str, User], at: datetime) -> None:
    """Let the office comment on the latest results of the demo unit; some get an answer."""
    unit_code = next(code for code, user in officers.items() if user.username == "canbo")
    latest = (
        ProgressEntry.objects.for_row()
        .select_related("submission__period__plan")
        .filter(submission__unit__code=unit_code, last_sent_at__isnull=False)
        .order_by(
            "-submission__period__data_to",
            "assignment__task__group__position",
            "assignment__task__position",
        )[: len(TALKS)]
    )
    for entry, (question, answer) in zip(latest, TALKS, strict=False):
        asked_at = at - timedelta(days=2)
        commenting.comment(entry=entry, by=reviewer, at=asked_at, text=question)
        if answer:
            answered_at = asked_at + timedelta(hours=5)
            commenting.comment(entry=entry, by=officers[unit_code], at=answered_at, text=answer)
