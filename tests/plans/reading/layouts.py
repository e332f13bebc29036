"""The texts of the corpus as files: .docx by python-docx and .pdf by WeasyPrint."""

import html
import io
import re
from collections.abc import Iterator

CSS = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page) } }
body { font: 14pt/1.25 "Times New Roman", "Liberation Serif", "DejaVu Serif", serif }
p { margin: 0 0 4pt; text-align: justify; text-indent: 1cm }
table { border-collapse: collapse; width: 100% }
table.sides { font-size: 10.5pt }
table.tasks { font-size: 11pt }
table.tasks td { border: 0.5pt solid black; padding: 2pt; text-align: left }
"""
Block = str | list[list[str]]


def blocks_of(text: str) -> Iterator[Block]:
    """Paragraphs and tables of `text`, whose rows have tabs or wide gaps between their cells."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        cells = re.split(r"\t| {3,}", line.strip(" "))
        if len(cells) > 1:
            rows.append(cells)
            continue
        if rows:
            yield _filled(rows)
            rows = []
        if line.strip():
            yield line.strip()
    if rows:
        yield _filled(rows)


def as_docx(text: str) -> bytes:
    import docx

    document = docx.Document()
    for block in blocks_of(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_pdf(text: str) -> bytes:
    import weasyprint

    body = "".join(_markup(block) for block in blocks_of(text))
    return weasyprint.HTML(string=f"<style>{CSS}</style><body>{body}").write_pdf()


def _filled(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _markup(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in block
    )
    return f'<table class="{"tasks" if len(block[0]) > 2 else "sides"}">{rows}</table>'
