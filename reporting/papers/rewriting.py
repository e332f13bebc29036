"""Blocks with other runs in the place of their own."""

from collections.abc import Callable
from dataclasses import replace

from reporting.papers.blocks import Block, ItemList, Paragraph, Runs, Table, TableCell, TableRow

Rewrite = Callable[[Runs], Runs]


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
