"""Accepted results that the office may pick, found by task, unit or words."""

from itertools import islice

from plans.models import Plan
from reporting.entries.as_sent import entries_for
from reporting.models import EntryStatus, ProgressEntry
from tracker.lib.text import fold
from units.models import User

MOST = 20


def offers(plan: Plan, user: User, *, search: str) -> list[ProgressEntry]:
    """Those that are not picked yet, of the newest period first, `MOST` at most."""
    accepted = (
        entries_for(user)
        .filter(assignment__task__plan=plan, status=EntryStatus.ACCEPTED, example__isnull=True)
        .exclude(result="")
        .order_by("-submission__period__data_to", "assignment__task__position", "pk")
    )
    rows = accepted.select_related(
        "assignment__task__group", "submission__unit", "submission__period"
    )
    words = fold(search).strip()
    if not words:
        return list(rows[:MOST])
    searched = accepted.values_list(
        "pk",
        "assignment__task__code",
        "assignment__task__title",
        "submission__unit__name",
        "result",
    )
    found = (pk for pk, code, *texts in searched.iterator() if _is_meant(words, code, texts))
    return list(rows.filter(pk__in=list(islice(found, MOST))))


def _is_meant(words: str, code: str, texts: list[str]) -> bool:
    return words == fold(code) or any(words in fold(text) for text in texts)
