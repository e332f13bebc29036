"""What a file holds before anything is recognised: lines of text and tables of cells."""

from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SourceLine:
    """A paragraph, a line of one, or a table.

    `raw` is the text as in the file, with its line end; `text` is what a reader sees, which
    differs where a font of an old encoding shows other letters. `is_whole` says that the file
    itself knows where the paragraph ends. `rows` holds the cells of a table; a merged cell is
    repeated in each place that it covers.
    """

    raw: str
    text: str
    is_whole: bool = False
    rows: Rows = ()


def table(rows: Rows) -> SourceLine:
    """A table as one line, whose text has a row per line and tabs between its cells."""
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return SourceLine(raw=f"{text}\n", text=text, is_whole=True, rows=rows)
