"""Runs as JSON, as edited blocks keep them.

A run is an object with its text and only those of its other attributes that are set, for example
`{"text": "12", "figure": "figures.totals.done"}`.
"""

from typing import NotRequired, TypedDict

from reporting.papers.blocks import Run, Runs


class StoredRun(TypedDict):
    text: str
    bold: NotRequired[bool]
    italic: NotRequired[bool]
    figure: NotRequired[str]
    source: NotRequired[str]


def to_json(runs: Runs) -> list[StoredRun]:
    return [_stored(run) for run in runs]


def from_json(stored: list[StoredRun]) -> Runs:
    return tuple(
        Run(
            text=row["text"],
            is_bold=row.get("bold", False),
            is_italic=row.get("italic", False),
            figure=row.get("figure", ""),
            source=row.get("source", ""),
        )
        for row in stored
    )


def _stored(run: Run) -> StoredRun:
    stored = StoredRun(text=run.text)
    if run.is_bold:
        stored["bold"] = True
    if run.is_italic:
        stored["italic"] = True
    if run.figure:
        stored["figure"] = run.figure
    if run.source:
        stored["source"] = run.source
    return stored
