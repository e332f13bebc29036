"""Blocks as HTML, for the screen and for the PDF.

Tables are drawn here and not in templates: an annex has thousands of cells.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.papers import chart, typed
from reporting.papers.blocks import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    text_of,
)
from reporting.papers.sheet import stylesheet

NOTHING = SafeString("")
# No page has but one or two rows of a table: this many are not the first of a page
LAST_TOGETHER = 2
# A row of many short cells takes more paper and memory than words of its length
WEIGHT_OF_CELL = 40
OPENS_ENTRY = "Mở kết quả được trích"
HEADING_TAGS = {1: "h3", 2: "h4", 3: "h5", 4: "h3"}
PARAGRAPH_CLASSES = {"body": "", "note": "annex-note", "caption": "caption", "blank": "to-fill"}


@dataclass(frozen=True)
class AnnexPiece:
    """What is drawn of an annex without a cut: a block, an item of a list, a row of `table`.

    `row` counts from 0 in the table.
    """

    drawn: SafeString
    table: Table | None = None
    row: int = 0

    @property
    def weight(self) -> int:
        """About the characters of words that print as much as this does."""
        num_cells = len(self.table.rows[self.row].cells) if self.table else 0
        return len(self.drawn) + WEIGHT_OF_CELL * num_cells


@dataclass(frozen=True)
class Part:
    """What is printed at once: the body, or `pieces` of `annex`.

    One that `is_continued` begins where the page before ends, on a back where it `is_back`. One
    that `is_cut` lacks the end of the annex.
    """

    annex: Annex | None = None
    pieces: tuple["AnnexPiece", ...] = ()
    is_continued: bool = False
    is_back: bool = False
    is_cut: bool = False


def to_html(document: Document, part: Part | None = None) -> str:
    """The document, or a `part` of it, to be printed."""
    if part is None:
        parts = [Part(), *(Part(annex, pieces(annex.blocks)) for annex in document.annexes)]
    else:
        parts = [part]
    head = document.head
    style = stylesheet(
        head.profile, is_two_sided=head.is_two_sided, begins_on_back=parts[0].is_back
    )
    context = {
        "head": head,
        "stylesheet": style,
        "recipients": document.recipient_lines,
        "body": draw(document.blocks) if parts[0].annex is None else None,
        "foot": document.foot,
        "issuer": document.issuer,
        "annexes": [_annex(one.annex, one) for one in parts if one.annex is not None],
    }
    return render_to_string("reporting/papers/paper.html", context)


def _annex(annex: Annex, part: Part) -> dict[str, object]:
    classes = ["annex"]
    if annex.is_wide:
        classes.append("annex--wide")
    if part.is_continued:
        classes.append("annex--continued")
    if not part.is_cut:
        classes.append("annex--ends")
    return {
        "label": annex.label.upper(),
        "title": annex.title,
        "classes": " ".join(classes),
        "is_continued": part.is_continued,
        "body": SafeString("\n".join(_joined(part.pieces))),
    }


def pieces(blocks: Iterable[Block]) -> tuple[AnnexPiece, ...]:
    """The blocks drawn, cut where a page may begin."""
    return tuple(piece for block in blocks for piece in _cut(block))


def _cut(block: Block) -> Iterator[AnnexPiece]:
    if isinstance(block, ItemList):
        yield from (AnnexPiece(draw_block(replace(block, items=(item,)))) for item in block.items)
    elif isinstance(block, Table) and _has_even_rows(block):
        for number, row in enumerate(_rows(block)):
            yield AnnexPiece(row, block, number)
    else:
        yield AnnexPiece(draw_block(block))


def _has_even_rows(table: Table) -> bool:
    """Whether each of its rows may begin a page."""
    cells = (cell for row in table.rows for cell in row.cells)
    return bool(table.rows) and not table.is_whole and all(cell.num_rows == 1 for cell in cells)


def _joined(pieces: Iterable[AnnexPiece]) -> Iterator[SafeString]:
    """Pieces as they stand in an annex: rows with the head of their table above them."""
    rows: list[AnnexPiece] = []
    for piece in pieces:
        if rows and (piece.table is None or piece.row == 0):
            yield _table_of(rows)
            rows = []
        if piece.table is None:
            yield piece.drawn
        else:
            rows.append(piece)
    if rows:
        yield _table_of(rows)


def _table_of(rows: list[AnnexPiece]) -> SafeString:
    table = rows[0].table
    assert table is not None  # noqa: S101 -- rows
    drawn = (row.drawn for row in rows)
    return _around(table, drawn, is_begun=rows[0].row > 0, is_by_rows=True)


def draw(blocks: Iterable[Block]) -> SafeString:
    """The blocks one below the other."""
    return format_html_join("\n", "{}", ((draw_block(block),) for block in blocks))


def draw_block(block: Block) -> SafeString:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return _paragraph(block)
        case ItemList():
            return format_html_join("\n", "<p>- {}</p>", ((draw_runs(x),) for x in block.items))
        case Table():
            return _table(block)
        case Chart():
            context = {"drawn": chart.drawn(block)}
            return render_to_string("reporting/papers/_chart.html", context)
        case PageBreak():
            return SafeString('<div class="page-break"></div>')
        case _:
            assert_never(block)


def draw_runs(runs: Runs) -> SafeString:
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString:
    drawn = _with_origin(run)
    if run.is_bold:
        drawn = format_html("<b>{}</b>", drawn)
    return format_html("<i>{}</i>", drawn) if run.is_italic else drawn


def _with_origin(run: Run) -> SafeString:
    """The words of a run as a link or a mark, with the place that they come from."""
    drawn = typed.drawn(run.text)
    origin = _attribute("data-figure", run.figure) + _attribute("data-source", run.source)
    if run.link and not run.text:
        return format_html(
            '<a class="origin" href="{}" aria-label="{}"></a>', run.link, OPENS_ENTRY
        )
    if run.link:
        return format_html('<a{} href="{}">{}</a>', SafeString(origin), run.link, drawn)
    return format_html("<span{}>{}</span>", SafeString(origin), drawn) if origin else drawn


def _heading(heading: Heading) -> SafeString:
    if heading.level == 0:
        return format_html(
            # The line end keeps the words of its bookmark apart
            '<h2 class="part"><span>{}</span><br>\n{}</h2>',
            heading.number,
            heading.title,
        )
    tag = SafeString(HEADING_TAGS[heading.level])
    ragged = _attribute("class", "ragged" if typed.has_long_word(heading.title) else "")
    return format_html("<{}{}>{} {}</{}>", tag, ragged, heading.number, heading.title, tag)


def _paragraph(paragraph: Paragraph) -> SafeString:
    classes = PARAGRAPH_CLASSES[paragraph.style]
    if typed.has_long_word(text_of(paragraph.runs)):
        classes = f"{classes} ragged".strip()
    return format_html("<p{}>{}</p>", _attribute("class", classes), draw_runs(paragraph.runs))


def _table(table: Table) -> SafeString:
    drawn = _around(table, _rows(table))
    return format_html('<div class="together">{}</div>', drawn) if table.is_whole else drawn


def _around(
    table: Table, rows: Iterable[SafeString], *, is_begun: bool = False, is_by_rows: bool = False
) -> SafeString:
    """`rows` as a table, without its caption where it `is_begun` before.

    Where it `is_by_rows`, the printer may end a page after any of them.
    """
    has_caption = table.caption and not is_begun
    return format_html(
        '<table class="grid grid--{}"{}>{}<colgroup>{}</colgroup>{}<tbody>{}</tbody></table>',
        table.size,
        SafeString(" data-rows" if is_by_rows else ""),
        format_html("<caption>{}</caption>", table.caption) if has_caption else NOTHING,
        format_html_join("", "<col{}>", ((_width(column),) for column in table.columns)),
        _head(table),
        SafeString("".join(rows)),
    )


def _rows(table: Table) -> Iterator[SafeString]:
    """The rows; no page has but the last one or two, which know it by themselves."""
    num_before = len(table.rows) - LAST_TOGETHER
    for number, row in enumerate(table.rows):
        yield _row(row, table.columns, is_last=number >= num_before)


def _width(column: TableColumn) -> SafeString:
    return _attribute("class", f"mm-{column.width:g}" if column.width else "")


def _head(table: Table) -> SafeString:
    if not table.head:
        return NOTHING
    rows = (
        (
            format_html_join(
                "",
                '<th scope="{}"{}>{}</th>',
                (
                    ("colgroup" if cell.num_columns > 1 else "col", _spans(cell), _words(cell))
                    for cell in row
                ),
            ),
        )
        for row in table.head
    )
    return format_html("<thead>{}</thead>", format_html_join("", "<tr>{}</tr>", rows))


def _row(row: TableRow, columns: tuple[TableColumn, ...], *, is_last: bool) -> SafeString:
    cells: list[SafeString] = []
    at = 0
    for cell in row.cells:
        cells.append(_cell(cell, columns[min(at, len(columns) - 1)], row))
        at += cell.num_columns
    classes = f"{row.kind} grid__last".strip() if is_last else row.kind
    return format_html("<tr{}>{}</tr>", _attribute("class", classes), SafeString("".join(cells)))


def _cell(cell: TableCell, column: TableColumn, row: TableRow) -> SafeString:
    if cell.is_head:
        scope = "rowgroup" if row.kind == "group" else "row"
        return format_html('<th scope="{}"{}>{}</th>', scope, _spans(cell), _words(cell))
    classes = "num" if column.align == "center" else ""
    if cell.shade is not None:
        classes = f"{classes} heat-{cell.shade}".strip()
    return format_html("<td{}{}>{}</td>", _attribute("class", classes), _spans(cell), _words(cell))


def _words(cell: TableCell) -> SafeString:
    return draw_runs(cell.runs)


def _spans(cell: TableCell) -> SafeString:
    columns = _attribute("colspan", str(cell.num_columns) if cell.num_columns > 1 else "")
    rows = _attribute("rowspan", str(cell.num_rows) if cell.num_rows > 1 else "")
    return SafeString(columns + rows)


def _attribute(name: str, value: str) -> SafeString:
    """` name="value"`; nothing for an empty value. `name` is a word of this module."""
    return format_html(' {}="{}"', name, value) if value else NOTHING
