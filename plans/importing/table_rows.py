"""Tables of a text as a passage for each row, so that a task stands beside its own row."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import cast

from plans.importing.findings import (
    CorrectionFinding,
    GroupFinding,
    PartOfText,
    PassageFinding,
    PlanTargetFinding,
    TaskFinding,
)

CELLS = " | "


def by_rows(recognised: Mapping[str, object]) -> dict[str, object]:
    """The JSON of `plans.reading` with the passages of its tables divided into rows."""
    passages: list[PassageFinding] = []
    rows_of: dict[int, list[PassageFinding]] = {}
    for passage in cast(list[PassageFinding], recognised["passages"]):
        rows = _rows(passage, first=len(passages))
        rows_of[passage["index"]] = rows
        passages += rows
    return {
        **recognised,
        "passages": passages,
        "groups": [
            _group(group, rows_of) for group in cast(list[GroupFinding], recognised["groups"])
        ],
        "parts": [
            {
                **part,
                "first": rows_of[part["first"]][0]["index"],
                "last": rows_of[part["last"]][-1]["index"],
            }
            for part in cast(list[PartOfText], recognised["parts"])
        ],
        "targets": [
            {**row, "passage": _row_with(row["words"], rows_of[row["passage"]])}
            for row in cast(list[PlanTargetFinding], recognised.get("targets", []))
        ],
        "corrections": [
            {**row, "passage": _row_with(row["corrected_words"], rows_of[row["passage"]])}
            for row in cast(list[CorrectionFinding], recognised["corrections"])
        ],
    }


def _rows(passage: PassageFinding, *, first: int) -> list[PassageFinding]:
    """The passage, or its rows where it is a table: as many lines as printed as in the file."""
    raws = passage["raw"].splitlines(keepends=True)
    lines = passage["printed"].splitlines()
    if CELLS not in passage["printed"] or len(raws) != len(lines):
        return [{**passage, "index": first}]
    return [
        {"index": index, "kind": passage["kind"], "raw": raw, "printed": _once_merged(line)}
        for index, (raw, line) in enumerate(zip(raws, lines, strict=True), start=first)
    ]


def _once_merged(line: str) -> str:
    """A row with the words of merged cells once."""
    return CELLS.join(cell for cell, _ in groupby(line.split(CELLS)))


def _group(group: GroupFinding, rows_of: Mapping[int, list[PassageFinding]]) -> GroupFinding:
    return {
        **group,
        "passage": _row_with(group["heading"], rows_of[group["passage"]]),
        "tasks": [_task(task, rows_of) for task in group["tasks"]],
    }


def _task(task: TaskFinding, rows_of: Mapping[int, list[PassageFinding]]) -> TaskFinding:
    return {
        **task,
        "passages": [_row_with(task["text"], rows_of[index]) for index in task["passages"]],
    }


def _row_with(words: str, rows: Sequence[PassageFinding]) -> int:
    """The index of the row that has `words`; of the first one where none does."""
    found = (row["index"] for row in rows if words in row["printed"])
    return next(found, rows[0]["index"])
