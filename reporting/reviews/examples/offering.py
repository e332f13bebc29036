"""Accepted results that the office may pick, found by task, unit or words."""

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
    searched = accepted.values_list(
        "pk",
        "assignment__task__code",
        "assignment__task__title",
        "submission__unit__name",
        "result",
    )
    words = fold(search).strip()
    found = [pk for pk, code, *texts in searched if _is_meant(words, code, texts)][:MOST]
    rows = accepted.filter(pk__in=found).select_related(
        "assignment__task__group", "submission__unit", "submission__period"
    )
    return list(rows)


def _is_meant(words: str, code: str, texts: list[str]) -> bool:
    return words == fold(code) or any(words in fold(text) for text in texts)
