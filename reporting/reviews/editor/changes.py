"""What changed with new figures: under the words of people, and in those of the machine."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reporting.entries import diffing
from reporting.models import Review, ReviewBlock, ReviewPrint
from reporting.papers.blocks import Runs, text_of
from reporting.papers.stored import from_json
from reporting.reviews.editing.words import words_of
from reporting.reviews.editor.page import Sheet
from reporting.reviews.prints.comparing import ComparedBlock, compare
from reporting.reviews.prints.kept import AROUND, blocks_to_keep


@dataclass(frozen=True)
class FigureChange:
    """A figure in edited words: what it said there, and says now ("" where its place is gone)."""

    before: str
    now: str


@dataclass(frozen=True)
class BlockChange:
    """An edited block with its changed figures, and the machine's words where these changed."""

    key: str
    excerpt: str
    figures: list[FigureChange]
    machine: SafeString | None


@dataclass(frozen=True)
class MachineChanges:
    """What the machine words differently since the draft `since`, where nobody wrote over it."""

    since: ReviewPrint
    blocks: list[ComparedBlock]

    @property
    def num_sentences(self) -> int:
        return sum(len(block.differing) for block in self.blocks)


def machine_changes_of(review: Review, sheet: Sheet) -> MachineChanges | None:
    """Changes since the last draft with other figures, until the office has read them."""
    if review.read_snapshot_sha256 == review.snapshot_sha256:
        return None
    drafts = review.prints.filter(is_final=False, blocks__isnull=False)
    since = drafts.exclude(snapshot_sha256=review.snapshot_sha256).order_by("-number").first()
    if since is None or since.blocks is None:
        return None
    before, now = (
        [
            block
            for block in blocks
            if block["key"] not in sheet.rows and not block["key"].startswith(AROUND)
        ]
        for blocks in (since.blocks, blocks_to_keep(sheet.document))
    )
    found = [block for block in compare(before, now) if block.differing]
    return MachineChanges(since, found) if found else None


def changes_of(sheet: Sheet) -> list[BlockChange]:
    """The edited blocks under which something changed, in the order of their keys."""
    return list(_changes(sheet))


def _changes(sheet: Sheet) -> Iterator[BlockChange]:
    machine = {block.key: words_of(block) for block in sheet.document.all_blocks()}
    for row in sheet.rows.values():
        shown = sheet.block(row.key)
        if row.runs is None or shown is None:
            continue
        figures = list(_figures(from_json(row.runs), sheet.composed.figures))
        words = _machine_change(row, machine.get(row.key))
        if figures or words is not None:
            yield BlockChange(row.key, shown.excerpt, figures, words)


def _figures(runs: Runs, figures: dict[str, str]) -> Iterator[FigureChange]:
    for run in runs:
        now = figures.get(run.figure, "")
        if run.figure and now != run.text:
            yield FigureChange(run.text, now)


def _machine_change(row: ReviewBlock, now: Runs | None) -> SafeString | None:
    """The machine's words of today with marks where they differ; figures do not count."""
    if row.machine_runs is None:
        return None
    before = from_json(row.machine_runs)
    if _without_figures(before) == _without_figures(now or ()):
        return None
    return diffing.mark(text_of(before), text_of(now or ()))


def _without_figures(runs: Runs) -> str:
    return "".join("#" if run.figure else run.text for run in runs)
