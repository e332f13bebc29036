"""Headings and annexes of a review in order, and how those that are on are numbered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reporting.models import ANNEX_LEVEL, OWN

Source = Literal[
    "",
    "opening",
    "communication",
    "direction",
    "supervision",
    "overview",
    "group",
    "tasks",
    "indicators",
]
# Texts of the machine that are told of tasks, so that the office may choose which
OF_TASKS = frozenset({"communication", "direction", "supervision", "group", "tasks"})
PART_LEVEL = 0
_PARTS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class OutlineSection:
    """A heading, or an annex; see `SkeletonHeading`. `tasks` are the codes that somebody chose.

    Without a choice (None) the rule of the source says which tasks are told.
    """

    key: str
    title: str
    level: int
    source: Source = ""
    is_written: bool = True
    group: str = ""
    is_on: bool = True
    tasks: tuple[str, ...] | None = None

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)

    @property
    def is_annex(self) -> bool:
        return self.level == ANNEX_LEVEL

    @property
    def is_part(self) -> bool:
        return self.level == PART_LEVEL

    @property
    def may_choose_tasks(self) -> bool:
        return self.source in OF_TASKS


def shown(sections: Iterable[OutlineSection]) -> list[OutlineSection]:
    """Those that are on: one that is off takes those below it along, a part only itself."""
    found = []
    hidden_level: int | None = None
    for section in sections:
        if hidden_level is not None and section.level > hidden_level and not section.is_annex:
            continue
        hidden_level = None
        if section.is_on:
            found.append(section)
        elif not section.is_part:
            hidden_level = section.level
    return found


def numbers(levels: Iterable[int]) -> list[str]:
    """The numbers of headings: "Phần thứ nhất", "I.", "1.", "a)", each anew below the next higher.

    So headings of the first level go on through where no part stands between them.
    """
    counts: dict[int, int] = {}
    found = []
    for level in levels:
        counts = {known: count for known, count in counts.items() if known <= level}
        counts[level] = counts.get(level, 0) + 1
        found.append(_number(level, counts[level]))
    return found


def moved(sections: Sequence[OutlineSection], key: str, *, by: int) -> list[OutlineSection]:
    """`sections` with one, and those below it, before or behind its neighbour; at an end alike.

    Only neighbours of the same level below the same heading change places.
    """
    here = _index(sections, key)
    end = _end(sections, here)
    if by > 0:
        if end >= len(sections) or sections[end].level != sections[here].level:
            return list(sections)
        first, middle, last = here, end, _end(sections, end)
    else:
        before = _neighbour_before(sections, here)
        if before is None:
            return list(sections)
        first, middle, last = before, here, end
    return [*sections[:first], *sections[middle:last], *sections[first:middle], *sections[last:]]


def inserted(
    sections: Sequence[OutlineSection], new: OutlineSection, *, behind: str
) -> list[OutlineSection]:
    """`sections` with `new` behind one and what stands below that."""
    end = _end(sections, _index(sections, behind))
    return [*sections[:end], new, *sections[end:]]


def below(sections: Sequence[OutlineSection], key: str) -> list[OutlineSection]:
    """The sections below the heading `key`."""
    here = _index(sections, key)
    return list(sections[here + 1 : _end(sections, here)])


def _index(sections: Sequence[OutlineSection], key: str) -> int:
    return next(index for index, section in enumerate(sections) if section.key == key)


def _end(sections: Sequence[OutlineSection], here: int) -> int:
    """The place behind the section at `here` and those below it."""
    level = sections[here].level
    end = here + 1
    while end < len(sections) and sections[end].level > level:
        end += 1
    return end


def _neighbour_before(sections: Sequence[OutlineSection], here: int) -> int | None:
    level = sections[here].level
    for index in range(here - 1, -1, -1):
        if sections[index].level <= level:
            return index if sections[index].level == level else None
    return None


def _number(level: int, count: int) -> str:
    if level == PART_LEVEL:
        return f"Phần thứ {_PARTS[count - 1]}" if count <= len(_PARTS) else f"Phần thứ {count}"
    if level == 1:
        return f"{_roman(count)}."
    if level == 2 or count > len(_LETTERS):
        return f"{count}."
    return f"{_LETTERS[count - 1]})"


def _roman(count: int) -> str:
    digits = ""
    for value, sign in _ROMAN:
        digits += sign * (count // value)
        count %= value
    return digits
