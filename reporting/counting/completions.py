"""From when until when completions of one-off work were accepted.

What was owed in a period that is due does not change if a completion is taken back later, or
accepted again: so each time that one was accepted is kept, not only the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache


@dataclass(frozen=True)
class Completion:
    """The completion of the period that ends on `complete_in`, accepted until before `until`."""

    complete_in: date
    since: date
    until: date | None = None

    def counts(self, *, before: date, known_by: date) -> bool:
        """Whether it is of an earlier period and was accepted at the end of a day."""
        return (
            self.complete_in < before
            and self.since <= known_by
            and (self.until is None or self.until > known_by)
        )


def follow(completions: list[Completion], complete_in: date | None, *, day: date) -> None:
    """Go on from a step of `day`, after which `complete_in` is accepted; no day has two."""
    last = completions[-1] if completions else None
    if last is not None and last.until is None:
        if last.complete_in == complete_in:
            return
        completions.pop()
        if last.since < day:
            completions.append(replace(last, until=day))
    if complete_in is None:
        return
    last = completions[-1] if completions else None
    if last is not None and (last.complete_in, last.until) == (complete_in, day):
        completions[-1] = replace(last, until=None)
    else:
        completions.append(Completion(complete_in, day))


def columns_of(
    completions: Sequence[Completion],
) -> tuple[date | None, date | None, date | None, str]:
    """The three days of the last one, and those before it as text, a blank between them."""
    if not completions:
        return None, None, None, ""
    *earlier, last = completions
    text = " ".join(f"{one.complete_in}/{one.since}/{one.until}" for one in earlier)
    return last.complete_in, last.since, last.until, text


@lru_cache(1024)
def read(text: str) -> tuple[Completion, ...]:
    """The completions that `columns_of` wrote as text; all were taken back or replaced."""
    return tuple(
        Completion(*(date.fromisoformat(day) for day in one.split("/"))) for one in text.split()
    )
