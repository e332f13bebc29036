"""Blocks with other runs in the place of their own."""

from collections.abc import Callable
from dataclasses import replace

from reporting.papers.blocks import (
    Block,
    Document,
    ItemList,
    Paragraph,
    Runs,
    Table,
    TableCell,
    TableRow,
)

Rewrite = Callable[[Runs], Runs]


def without_origins(document: Document) -> Document:
    """`document` with runs that do not say where they come from; links lead there all the same."""
    return replace(
        document,
        blocks=_without_origins(document.blocks),
        annexes=tuple(
            replace(annex, blocks=_without_origins(annex.blocks)) for annex in document.annexes
        ),
    )


def _without_origins(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(with_runs(block, _plain) for block in blocks)


def _plain(runs: Runs) -> Runs:
    return tuple(replace(run, figure="", source="") for run in runs)


def with_runs(block: Block, rewrite: Rewrite) -> Block:
    """`block` with its runs rewritten, in tables cell by cell; others have none."""
    match block:
        case Paragraph():
            return replace(block, runs=rewrite(block.runs))
        case ItemList():
            return replace(block, items=tuple(map(rewrite, block.items)))
        case Table():
            return replace(block, rows=tuple(_row(row, rewrite) for row in block.rows))
        case _:
            return block


def _row(row: TableRow, rewrite: Rewrite) -> TableRow:
    return replace(row, cells=tuple(_cell(cell, rewrite) for cell in row.cells))


def _cell(cell: TableCell, rewrite: Rewrite) -> TableCell:
    return replace(cell, runs=rewrite(cell.runs))
