"""The figures and quotations of a paper, for tests that follow them to their rows."""

from collections.abc import Iterator

from reporting.papers.blocks import Block, Chart, Document, ItemList, Paragraph, Run, Table


def runs_in(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph():
            yield from block.runs
        case ItemList():
            yield from (run for item in block.items for run in item)
        case Table():
            yield from (run for row in block.rows for cell in row.cells for run in cell.runs)


def places_in(document: Document) -> set[str]:
    """The places of all figures: in sentences, in tables, at the bars of charts."""
    found = set()
    for block in document.all_blocks():
        found |= {run.figure for run in runs_in(block) if run.figure}
        if isinstance(block, Chart):
            found |= {place for bar in block.bars for place in bar.places}
    return found
