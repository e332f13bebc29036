"""Differences between two lists of words, in near-linear time.

`difflib` compares every pair of words: two texts of 20,000 characters take ten seconds, and
texts that repeat one word take far longer. So it is applied only between anchors: short
sequences of words that occur exactly once in each text.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeAlias

# Consecutive words and gaps; shorter sequences coincide in any two texts
ANCHOR_LENGTH = 6
# A section between two anchors with more equal pairs than this counts as rewritten
MOST_PAIRS = 20_000

Place: TypeAlias = tuple[int, int]
# The last place of a run, and the run before it
Run: TypeAlias = "tuple[Place, Run | None]"


@dataclass(frozen=True)
class Edit:
    """Some words and their replacement, which is equal if they did not change."""

    old: list[str]
    new: list[str]

    @property
    def is_same(self) -> bool:
        return self.old == self.new


def diff_words(old: list[str], new: list[str]) -> list[Edit]:
    """Edits from `old` to `new`; their parts concatenated are `old` and `new`."""
    edits: list[Edit] = []
    old_at = new_at = 0
    for old_to, new_to in [(0, 0), *_anchors(old, new), (len(old), len(new))]:
        if old_to < old_at or new_to < new_at:
            continue  # inside a section already found to be equal
        edits += _between_anchors(old[old_at:old_to], new[new_at:new_to])
        length = _num_same(old[old_to:], new[new_to:])
        old_at, new_at = old_to + length, new_to + length
        edits.append(Edit(old[old_to:old_at], new[new_to:new_at]))
    return [edit for edit in edits if edit.old or edit.new]


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
    """Length of the common prefix."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Positions of sequences unique in both texts, as many as appear in the same order."""
    in_new = _unique_sequences(new)
    found = _unique_sequences(old).items()
    return _longest_rising([(place, in_new[row]) for row, place in found if row in in_new])


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest subsequence of `pairs`, sorted by their first, whose second increases too."""
    # By length: the smallest second that ends a run of this length, and that run in reverse
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


def _unique_sequences(words: list[str]) -> dict[tuple[str, ...], int]:
    """Sequences of ANCHOR_LENGTH words that occur once in `words`, with their positions."""
    rows = [
        tuple(words[place : place + ANCHOR_LENGTH])
        for place in range(len(words) - ANCHOR_LENGTH + 1)
    ]
    number = Counter(rows)
    return {row: place for place, row in enumerate(rows) if number[row] == 1}
