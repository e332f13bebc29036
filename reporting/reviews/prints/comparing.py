"""Two printings of a paper compared, sentence by sentence; without queries."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from reporting.entries import diffing
from reporting.reviews.prints.kept import KeptBlock
from tracker.lib.word_diff import diff_words

# A sentence with less in common than this is another one, not a changed one
LEAST_IN_COMMON = 0.5
# How many sentences further down the changed form of a sentence is looked for
FURTHEST = 12
LONGEST_EXCERPT = 90
_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”»)]))[ \t]+(?=[\"“«(+-]?\s*[A-ZÀ-ỸĐ0-9])|\n+")

State = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True)
class ComparedSentence:
    """A sentence of either paper; a changed one with marks for what went and came."""

    state: State
    marked: SafeString


@dataclass(frozen=True)
class ComparedBlock:
    """A block with a difference. `section` is the heading above it.

    `is_moved` where it stands elsewhere than before.
    """

    key: str
    kind: str
    section: str
    excerpt: str
    is_moved: bool
    sentences: list[ComparedSentence]

    @property
    def differing(self) -> list[ComparedSentence]:
        return [one for one in self.sentences if one.state != "same"]

    @property
    def told(self) -> list[ComparedSentence]:
        """The sentences to show: of a table or list only the rows that differ."""
        return self.sentences if self.kind == "paragraph" else self.differing

    @property
    def num_left_out(self) -> int:
        return len(self.sentences) - len(self.told)


def compare(before: list[KeptBlock], after: list[KeptBlock]) -> list[ComparedBlock]:
    """The blocks that differ, in the order of the later paper; what is gone where it stood."""
    sections = _sections(before) | _sections(after)
    return [
        ComparedBlock(
            block["key"], block["kind"], sections[block["key"]], excerpt(block), is_moved, found
        )
        for old, new, is_moved in _pairs(before, after)
        for block in filter(None, [new or old])
        if is_moved or not (old and new and old["lines"] == new["lines"])
        for found in [list(_sentences(texts(old), texts(new)))]
        if is_moved or any(one.state != "same" for one in found)
    ]


def count(blocks: list[ComparedBlock]) -> Counter[str]:
    """How many sentences were added, removed and changed, and how many blocks moved."""
    counted = Counter[str](one.state for block in blocks for one in block.sentences)
    counted["moved"] = sum(block.is_moved for block in blocks)
    return counted


def texts(block: KeptBlock | None) -> list[str]:
    """The sentences of a block; each row of a table is one."""
    if block is None:
        return []
    lines = ["".join(run["text"] for run in line).strip() for line in block["lines"]]
    if block["kind"] in ("paragraph", "list"):
        lines = [sentence.strip() for line in lines for sentence in _END.split(line)]
    return [line for line in lines if line]


def excerpt(block: KeptBlock) -> str:
    text = " ".join(" ".join(texts(block)).split())
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"


def _sections(blocks: list[KeptBlock]) -> dict[str, str]:
    section = ""
    found = {}
    for block in blocks:
        if block["kind"] == "heading":
            section = excerpt(block)
        found[block["key"]] = section
    return found


def _pairs(
    before: list[KeptBlock], after: list[KeptBlock]
) -> Iterator[tuple[KeptBlock | None, KeptBlock | None, bool]]:
    """Each block before and after, and whether it moved; None where it is not there."""
    old = {block["key"]: block for block in before}
    new = {block["key"]: block for block in after}
    matcher = SequenceMatcher(None, list(old), list(new), autojunk=False)
    for step, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for block in before[old_from:old_to]:
            if block["key"] not in new:
                yield block, None, False
        for block in after[new_from:new_to]:
            was = old.get(block["key"])
            yield was, block, was is not None and step != "equal"


def _sentences(before: list[str], after: list[str]) -> Iterator[ComparedSentence]:
    for edit in diff_words(before, after):
        if edit.is_same:
            yield from (ComparedSentence("same", escape(text)) for text in edit.new)
        else:
            yield from _changed(edit.old, edit.new)


def _changed(before: list[str], after: list[str]) -> Iterator[ComparedSentence]:
    """Sentences in the place of others: each beside the one that it was, if that is alike."""
    at = 0
    for text in after:
        window = range(at, min(at + FURTHEST, len(before)))
        found = next((place for place in window if _is_alike(before[place], text)), None)
        if found is None:
            yield ComparedSentence("added", format_html("<ins>{}</ins>", text))
            continue
        yield from map(_removed, before[at:found])
        yield ComparedSentence("changed", diffing.mark(before[found], text))
        at = found + 1
    yield from map(_removed, before[at:])


def _removed(text: str) -> ComparedSentence:
    return ComparedSentence("removed", format_html("<del>{}</del>", text))


def _is_alike(one: str, other: str) -> bool:
    words, others = Counter(one.split()), Counter(other.split())
    return 2 * (words & others).total() >= LEAST_IN_COMMON * (words.total() + others.total())
