"""Earlier versions of a draft: what a save replaced, kept until the entry is sent.

A form saves itself every few seconds, so not every version is kept: those that lose something
are, those of another person, and otherwise one every few minutes; the newest stay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from reporting.entries.content import EntryContent
from reporting.entries.fields import TEXT_NAMES, OwnContent, own_content_of
from reporting.indicators import saving as indicator_saving
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryVersion, ProgressEntry
from tracker.lib import statements
from units.models import User

MOST_KEPT = 20
# Typing on within this time is one version
PAUSE = timedelta(minutes=2)
# So many characters of a text are a loss, not a correction
LOSS = 20
BLANK = ("", None)


@dataclass(frozen=True)
class Content:
    """What a save holds, or replaces: by indicator and by component of a commitment."""

    own: OwnContent
    numbers: Mapping[int, IndicatorInput] = field(default_factory=dict)
    answers: Mapping[int, bool | None] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        own = any(value not in BLANK for value in self.own.values())
        numbers = any(not one.is_blank for one in self.numbers.values())
        return own or numbers or any(one is not None for one in self.answers.values())

    def differs_from(self, before: "Content") -> bool:
        return (
            self.own != before.own
            or any(self.numbers[pk] != one for pk, one in before.numbers.items())
            or any(self.answers[pk] != one for pk, one in before.answers.items())
        )

    def loses(self, before: "Content") -> bool:
        """Whether something that was there is gone, beyond a correction."""
        old, new = dict(before.own), dict(self.own)
        return (
            any(old[name] not in BLANK and new[name] in BLANK for name in ("state", "percent"))
            or any(is_lost(str(old[name]), str(new[name])) for name in TEXT_NAMES)
            or any(self.numbers[pk].is_blank for pk, one in before.numbers.items())
            or any(self.answers[pk] is None for pk, one in before.answers.items())
        )


def replaced_by(
    saved: Content, *, entry: ProgressEntry, by: User, at: datetime, is_wanted: bool = False
) -> EntryVersion | None:
    """The present content of `entry`, to be kept once `saved` has replaced it.

    None where it is not worth keeping; `is_wanted`: it is in any case.
    """
    if is_wanted or _is_worth_keeping(saved, entry=entry, by=by, at=at):
        return EntryVersion(
            entry=entry,
            version=entry.version,
            content=_content_of(entry),
            saved_at=entry.saved_at,
            saved_by_id=entry.saved_by_id,
            kept_at=at,
        )
    return None


def keep(replaced: EntryVersion) -> None:
    """Keep a version, and only the newest with it."""
    replaced.save(force_insert=True)
    kept = EntryVersion.objects.filter(entry=replaced.entry_id)
    newest = kept.order_by("-version").values_list("pk", flat=True)[:MOST_KEPT]
    kept.exclude(pk__in=list(newest)).delete()


def forget(entries: Iterable[ProgressEntry]) -> None:
    """Drop the versions of entries that are sent: their history has what they say."""
    EntryVersion.objects.filter(entry__in=[entry.pk for entry in entries]).delete()


def is_lost(before: str, after: str) -> bool:
    """Whether `after` lacks more of `before` than a correction takes away."""
    if before.strip() and not after.strip():
        return True
    head = _num_common(before, after)
    tail = _num_common(reversed(before[head:]), reversed(after[head:]))
    return len(before) - head - tail >= LOSS


def _num_common(one: Iterable[str], other: Iterable[str]) -> int:
    """The number of characters with which both begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_worth_keeping(saved: Content, *, entry: ProgressEntry, by: User, at: datetime) -> bool:
    before = _present(entry, saved)
    if not before.says_something or not saved.differs_from(before):
        return False
    if entry.saved_by_id != by.pk or saved.loses(before):
        return True
    newest = statements.rows_of("kept at", (), _kept_at, given=entry.pk)
    return not newest or newest[0][0] <= at - PAUSE


def _kept_at() -> statements.Query:
    """When the newest version was kept."""
    versions = EntryVersion.objects.filter(entry=statements.MARK)
    return versions.order_by("-kept_at").values_list("kept_at")[:1]


def _present(entry: ProgressEntry, saved: Content) -> Content:
    """What `entry` holds of all that `saved` writes; a query each for numbers and answers."""
    numbers = entry.indicator_values.filter(indicator__in=saved.numbers) if saved.numbers else ()
    answers = entry.answers.filter(item__in=saved.answers) if saved.answers else ()
    entered = {row.indicator_id: IndicatorInput.of(row) for row in numbers}
    return Content(
        own_content_of(entry),
        {pk: one for pk, one in entered.items() if not one.is_blank},
        {row.item_id: row.is_kept for row in answers if row.is_kept is not None},
    )


def _content_of(entry: ProgressEntry) -> EntryContent:
    """The content without evidence, which has no versions."""
    answers = entry.answers.select_related("item").order_by("pk")
    return {
        **own_content_of(entry),
        "evidence": [],
        "indicators": indicator_saving.content_of(entry),
        "answers": {str(row.item): row.is_kept for row in answers},
    }
