"""What happened to the sections of a report since somebody opened its page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from reporting.models import EntryEvent, EntryStatus, Evidence
from reporting.models.entry import ProgressEntryQuerySet
from units.models import User

STEPS = {
    EntryStatus.SENT: "gửi mục này",
    EntryStatus.RETURNED: "trả lại mục này",
    EntryStatus.ACCEPTED: "chấp nhận mục này",
    EntryStatus.DRAFT: "rút mục này về để sửa",
}


_SEEN = re.compile(r"(\d+[a-z])((?:\d+x\d+)?)")


@dataclass(frozen=True)
class SectionChange:
    """A section that is no longer as the page shows it, and what happened in words."""

    entry: int
    seen: str
    words: str
    is_of_evidence: bool = False


def token(version: int, status: str) -> str:
    """How an entry stands, short enough that a page can name all of its sections: `12d`."""
    return f"{version}{status[0]}"


def held(evidence: Iterable[int]) -> str:
    """The ids of an entry's evidence, as short: how many, and the last of them."""
    ids = list(evidence)
    return f"{len(ids)}x{max(ids, default=0)}"


def changes_since(
    entries: ProgressEntryQuerySet, *, since: str, reader: User
) -> list[SectionChange]:
    """What changed in ENTRIES since SINCE, which names the sections a page shows, with their
    `token` and what evidence they `held`: `7.12d2x31-8.1s0x0`.

    Sections it does not name are left out. Three queries at most, however many there are.
    """
    shown = {pk: _SEEN.fullmatch(seen) for pk, seen in _named_in(since)}
    moved: list[Any] = []
    refilled: list[Any] = []
    rows: Any = entries.order_by("pk").values(
        "pk", "version", "status", "saved_at", "saved_by", "saved_by__full_name",
        num_evidence=Count("evidence", distinct=True), last_evidence=Max("evidence"),
    )  # fmt: skip
    for row in rows:
        if not (saw := shown.get(str(row["pk"]))):
            continue
        row["saw"], row["saw_held"] = saw.groups()
        row["is"] = token(row["version"], row["status"])
        row["held"] = f"{row['num_evidence']}x{row['last_evidence'] or 0}"
        if row["saw"] != row["is"]:
            moved.append(row)
        elif row["saw_held"] not in ("", row["held"]):
            refilled.append(row)
    return _moves(moved, reader) + _evidence_changes(refilled, reader)


def _named_in(since: str) -> list[tuple[str, str]]:
    return [(pk, seen) for pk, dot, seen in (one.partition(".") for one in since.split("-")) if dot]


def _moves(rows: list[Any], reader: User) -> list[SectionChange]:
    """What was saved, sent or decided."""
    stepped = [row["pk"] for row in rows if row["saw"][-1] != row["is"][-1]]
    steps = {
        event.entry_id: event
        for event in EntryEvent.objects.filter(entry__in=stepped)
        .select_related("by")
        .order_by("pk")
    }
    return [_change(row, steps.get(row["pk"]), reader) for row in rows]


def _change(row: dict[str, Any], step: EntryEvent | None, reader: User) -> SectionChange:
    if step is None:
        who = _who(row["saved_by"], row["saved_by__full_name"], reader)
        at, did = row["saved_at"], "lưu mục này"
    else:
        who = _who(step.by_id, step.by.full_name, reader)
        at, did = step.at, STEPS[EntryStatus(step.to_status)]
    words = f"{who} vừa {did}{_time(at)}"
    return SectionChange(entry=row["pk"], seen=row["is"] + row["held"], words=words)


def _evidence_changes(rows: list[Any], reader: User) -> list[SectionChange]:
    """Evidence that came, or went: what is gone names nobody."""
    if not rows:
        return []
    last = (
        Evidence.objects.select_related("added_by")
        .filter(pk__in=[row["last_evidence"] for row in rows if row["last_evidence"]])
        .in_bulk()
    )
    changes = []
    for row in rows:
        words = "Minh chứng của mục này vừa được bỏ bớt"
        if (row["last_evidence"] or 0) > int(row["saw_held"].partition("x")[2]):
            came = last[row["last_evidence"]]
            who = _who(came.added_by_id, came.added_by.full_name, reader)
            words = f"{who} vừa thêm minh chứng ở mục này{_time(came.added_at)}"
        seen = row["is"] + row["held"]
        changes.append(SectionChange(entry=row["pk"], seen=seen, words=words, is_of_evidence=True))
    return changes


def _who(by: int | None, name: str | None, reader: User) -> str:
    return "Bạn, ở cửa sổ khác," if by == reader.pk else name or "Người khác"


def _time(at: datetime | None) -> str:
    return f" lúc {timezone.localtime(at):%H:%M}" if at else ""
