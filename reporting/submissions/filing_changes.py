"""What happened to the sections of a report since somebody opened its page."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from reporting.models import EntryEvent, EntryStatus
from reporting.models.entry import ProgressEntryQuerySet
from units.models import User

STEPS = {
    EntryStatus.SENT: "gửi mục này",
    EntryStatus.RETURNED: "trả lại mục này",
    EntryStatus.ACCEPTED: "chấp nhận mục này",
    EntryStatus.DRAFT: "rút mục này về để sửa",
}


@dataclass(frozen=True)
class Change:
    """A section that is no longer as the page shows it, and what happened in words."""

    entry: int
    seen: str
    words: str


def token(version: int, status: str) -> str:
    """How an entry stands, short enough that a page can name all of its sections: `12d`."""
    return f"{version}{status[0]}"


def changes_since(entries: ProgressEntryQuerySet, *, since: str, reader: User) -> list[Change]:
    """What changed in ENTRIES since SINCE, which names the sections a page shows: `7.12d-8.1s`.

    Sections it does not name are left out. Two queries, however many there are.
    """
    shown = dict(part.split(".", 1) for part in since.split("-") if "." in part)
    rows: list[Any] = [
        row
        for row in entries.order_by("pk").values(
            "pk", "version", "status", "saved_at", "saved_by", "saved_by__full_name"
        )
        if shown.get(str(row["pk"]), token(row["version"], row["status"]))
        != token(row["version"], row["status"])
    ]
    moved = [row["pk"] for row in rows if shown[str(row["pk"])][-1:] != row["status"][0]]
    steps = {
        event.entry_id: event
        for event in EntryEvent.objects.filter(entry__in=moved).select_related("by").order_by("pk")
    }
    return [_change(row, steps.get(row["pk"]), reader) for row in rows]


def _change(row: dict[str, Any], step: EntryEvent | None, reader: User) -> Change:
    if step is None:
        by, name, at = row["saved_by"], row["saved_by__full_name"], row["saved_at"]
        did = "lưu mục này"
    else:
        by, name, at = step.by_id, step.by.full_name, step.at
        did = STEPS[EntryStatus(step.to_status)]
    who = "Bạn, ở cửa sổ khác," if by == reader.pk else name or "Người khác"
    when = f" lúc {timezone.localtime(at):%H:%M}" if at else ""
    seen = token(row["version"], row["status"])
    return Change(entry=row["pk"], seen=seen, words=f"{who} vừa {did}{when}")
