"""Passages of an import as they are shown: with their corrections and the tasks found in them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from plans.importing import marking
from plans.importing.findings import Findings, TaskFinding, kept_tasks
from plans.models import Correction
from plans.text import Piece, pieces_of


@dataclass(frozen=True)
class ShownPassage:
    """A passage of the text; `raw` is empty where it reads as printed."""

    index: int
    kind: str
    pieces: Sequence[Piece]
    raw: str
    tasks: Sequence[TaskFinding]


def passages_of(found: Findings, indexes: Collection[int]) -> list[ShownPassage]:
    """The passages at `indexes`, in the order of the text."""
    wanted = frozenset(indexes)
    marks = marking.marks_of(found)
    tasks: dict[int, list[TaskFinding]] = defaultdict(list)
    for _, task in kept_tasks(found):
        for index in wanted.intersection(task["passages"]):
            tasks[index].append(task)
    shown = []
    for passage in found["passages"]:
        index = passage["index"]
        if index not in wanted:
            continue
        printed = marking.with_misprints(passage["printed"], marks.get(index, ()))
        corrections = [
            Correction(printed_words=mark.printed, corrected_words=mark.corrected, note=mark.note)
            for mark in marks.get(index, ())
        ]
        is_same = passage["raw"].split() == passage["printed"].split()
        shown.append(
            ShownPassage(
                index=index,
                kind=passage["kind"],
                pieces=list(pieces_of(printed, corrections)),
                raw="" if is_same else passage["raw"],
                tasks=tasks[index],
            )
        )
    return shown
