"""How one list of words became another, in a time that grows with their length.

`difflib` compares each word with each: two texts of 20,000 characters take it ten seconds, and
two that repeat one word have no end. So it is asked only of what lies between anchors: a few words
in a row that both texts have, each just once.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeAlias

# Words and the gaps between them, in a row; fewer stand in any text by chance
ANCHOR_LENGTH = 6
# What lies between two anchors and has more equal pairs than this counts as written anew
MOST_PAIRS = 20_000

Place: TypeAlias = tuple[int, int]
# The last place of a run, and the run before it
Run: TypeAlias = "tuple[Place, Run | None]"


@dataclass(frozen=True)
class Edit:
    """Some words, and what stands in their place: the same ones where nothing changed."""

    old: list[str]
    new: list[str]

    @property
    def is_same(self) -> bool:
        return self.old == self.new


def diff_words(old: list[str], new: list[str]) -> list[Edit]:
    """The steps from OLD to NEW; their parts joined are OLD and NEW again."""
    steps: list[Edit] = []
    old_at = new_at = 0
    for old_to, new_to in [(0, 0), *_anchors(old, new), (len(old), len(new))]:
        if old_to < old_at or new_to < new_at:
            continue  # inside what was found to be the same already
        steps += _between_anchors(old[old_at:old_to], new[new_at:new_to])
        length = _num_same(old[old_to:], new[new_to:])
        old_at, new_at = old_to + length, new_to + length
        steps.append(Edit(old[old_to:old_at], new[new_to:new_at]))
    return [step for step in steps if step.old or step.new]


def _between_anchors(old: list[str], new: list[str]) -> Iterator[Edit]:
    length = _num_same(old[::-1], new[::-1])
    end, old, new = old[len(old) - length :], old[: len(old) - length], new[: len(new) - length]
    of_old, of_new = Counter(old), Counter(new)
    if sum(number * of_new[word] for word, number in of_old.items()) > MOST_PAIRS:
        yield Edit(old, new)
    else:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            yield Edit(old[old_from:old_to], new[new_from:new_to])
    yield Edit(end, end)


def _num_same(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Places of rows of words that each text holds once, as many as stand in one order in both."""
    in_new = _places_of_single_rows(new)
    found = _places_of_single_rows(old).items()
    return _longest_rising([(place, in_new[row]) for row, place in found if row in in_new])


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of PAIRS, sorted by their first, as many as possible whose second rises too."""
    # By length: the lowest second that a run of it ends with, and that run, last pair first
    ends: list[int] = []
    runs: list[Run] = []
    for pair in pairs:
        length = bisect_left(ends, pair[1])
        ends[length : length + 1] = [pair[1]]
        runs[length : length + 1] = [(pair, runs[length - 1] if length else None)]
    rising = []
    run: Run | None = runs[-1] if runs else None
    while run is not None:
        pair, run = run
        rising.append(pair)
    return rising[::-1]


def _places_of_single_rows(words: list[str]) -> dict[tuple[str, ...], int]:
    """Rows of ANCHOR_LENGTH words that stand in WORDS once, in order, each with its place."""
    rows = [
        tuple(words[place : place + ANCHOR_LENGTH])
        for place in range(len(words) - ANCHOR_LENGTH + 1)
    ]
    number = Counter(rows)
    return {row: place for place, row in enumerate(rows) if number[row] == 1}
