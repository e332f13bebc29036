"""Changes to the sections of a submission since somebody opened its page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Max
from django.utils import timezone

from reporting.models import EntryEvent, EntryStatus, Evidence
from reporting.models.entry import WITH_UNIT, ProgressEntryQuerySet
from units.models import User

STEPS = {
    EntryStatus.SENT: "gửi mục này",
    EntryStatus.RETURNED: "trả lại mục này",
    EntryStatus.ACCEPTED: "chấp nhận mục này",
    EntryStatus.DRAFT: "rút mục này về để sửa",
}

TAKEN_BACK = (EntryStatus.ACCEPTED, EntryStatus.SENT)
UNACCEPT = "rút lại việc chấp nhận mục này"

_SHOWN = re.compile(r"(\d+[a-z])((?:\d+x\d+)?)")


@dataclass(frozen=True)
class SectionChange:
    """A section that the page no longer shows as it is, and its change in words."""

    entry: int
    seen: str
    words: str
    is_of_evidence: bool = False


class _Shown(NamedTuple):
    """The state of a section on somebody's page, and of the evidence in it."""

    token: str
    evidence_token: str


class _Stored(NamedTuple):
    """The state of an entry now."""

    entry: int
    version: int
    status: str
    saved_at: datetime | None
    saved_by: int | None
    saved_by_name: str | None
    num_evidence: int
    last_evidence: int | None

    @property
    def token(self) -> str:
        return token(self.version, self.status)

    @property
    def evidence_token(self) -> str:
        return f"{self.num_evidence}x{self.last_evidence or 0}"

    @property
    def seen(self) -> str:
        return self.token + self.evidence_token


def token(version: int, status: str) -> str:
    """The state of an entry, short enough for a page to name all its sections: `12d`."""
    return f"{version}{status[0]}"


def evidence_token(evidence: Iterable[int]) -> str:
    """The evidence of an entry in short: the number of pieces, and the id of the last one."""
    ids = list(evidence)
    return f"{len(ids)}x{max(ids, default=0)}"


def changes_since(
    entries: ProgressEntryQuerySet, *, since: str, reader: User, is_from_outside: bool = False
) -> list[SectionChange]:
    """The changes in `entries` that a page does not show yet.

    `since` names the sections of the page, each with its `token` and `evidence_token`:
    `7.12d2x31-8.1s0x0`. Other sections are not looked at. Readers outside the unit are told of
    steps alone, not of its work on what it has not sent. At most three queries.
    """
    shown = _shown_in(since)
    moved: list[tuple[_Stored, _Shown]] = []
    refilled: list[tuple[_Stored, _Shown]] = []
    for row in _stored(entries):
        page = shown.get(str(row.entry))
        if page is None:
            continue
        if is_from_outside and row.status in WITH_UNIT and page.token[-1] == row.token[-1]:
            continue
        if page.token != row.token:
            moved.append((row, page))
        elif page.evidence_token not in ("", row.evidence_token):
            refilled.append((row, page))
    return _moves(moved, reader) + _evidence_changes(refilled, reader)


def _shown_in(since: str) -> Mapping[str, _Shown]:
    parts = (one.partition(".") for one in since.split("-"))
    matches = ((pk, _SHOWN.fullmatch(seen)) for pk, _, seen in parts)
    return {pk: _Shown(*match.groups()) for pk, match in matches if match}


def _stored(entries: ProgressEntryQuerySet) -> list[_Stored]:
    rows = entries.order_by("pk").values_list(
        "pk", "version", "status", "saved_at", "saved_by", "saved_by__full_name",
        Count("evidence", distinct=True), Max("evidence"),
    )  # fmt: skip
    return [_Stored(*row) for row in rows]


def _moves(rows: list[tuple[_Stored, _Shown]], reader: User) -> list[SectionChange]:
    """Entries that were saved, sent or decided."""
    stepped = [row.entry for row, page in rows if page.token[-1] != row.token[-1]]
    steps = {
        event.entry_id: event
        for event in EntryEvent.objects.filter(entry__in=stepped, assignment=F("entry__assignment"))
        .select_related("by")
        .order_by("pk")
    }
    return [_move(row, steps.get(row.entry), reader) for row, _ in rows]


def _move(row: _Stored, step: EntryEvent | None, reader: User) -> SectionChange:
    if step is None:
        who = _who(row.saved_by, row.saved_by_name, reader)
        at, did = row.saved_at, "lưu mục này"
    else:
        who = _who(step.by_id, step.by.full_name, reader)
        is_taken_back = (step.from_status, step.to_status) == TAKEN_BACK
        at, did = step.at, UNACCEPT if is_taken_back else STEPS[EntryStatus(step.to_status)]
    return SectionChange(entry=row.entry, seen=row.seen, words=f"{who} vừa {did}{_time(at)}")


def _evidence_changes(rows: list[tuple[_Stored, _Shown]], reader: User) -> list[SectionChange]:
    """Evidence that was added or removed; a removal names nobody."""
    if not rows:
        return []
    last = (
        Evidence.objects.select_related("added_by")
        .filter(pk__in=[row.last_evidence for row, _ in rows if row.last_evidence])
        .in_bulk()
    )
    return [
        SectionChange(
            entry=row.entry,
            seen=row.seen,
            words=_evidence_words(last.get(row.last_evidence or 0), page, reader),
            is_of_evidence=True,
        )
        for row, page in rows
    ]


def _evidence_words(last: Evidence | None, page: _Shown, reader: User) -> str:
    if last is None or last.pk <= int(page.evidence_token.partition("x")[2]):
        return "Minh chứng của mục này vừa được bỏ bớt"
    who = _who(last.added_by_id, last.added_by.full_name, reader)
    return f"{who} vừa thêm minh chứng ở mục này{_time(last.added_at)}"


def _who(by: int | None, name: str | None, reader: User) -> str:
    return "Bạn, ở cửa sổ khác," if by == reader.pk else name or "Người khác"


def _time(at: datetime | None) -> str:
    return f" lúc {timezone.localtime(at):%H:%M}" if at else ""
