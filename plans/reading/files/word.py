"""Paragraphs, tables and footnotes of a .docx, with the numbers that Word makes by itself."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from plans.reading.files.numbering import Numbering
from plans.reading.lines import Rows, SourceLine, table
from tracker.lib.refusal import Refused
from tracker.lib.uploads import runs

MAX_XML = 24 * 1024 * 1024
MAX_DEPTH = 40
MAX_CELLS = 60_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SKIPPED = frozenset({f"{_W}pPr", f"{_W}rPr", f"{_W}del", f"{_W}moveFrom"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_KINDS = ("separator", "continuationSeparator", "continuationNotice")


def lines_of_docx(name: str, content: bytes) -> list[SourceLine]:
    """The lines of a file that `tracker.lib.uploads.office` has checked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _Parts(name, archive)
            seen, raw = _both(parts, "word/document.xml")
            notes_seen, notes_raw = _both(parts, "word/footnotes.xml")
            numbering = Numbering.read(parts.root("word/numbering.xml"), parts.styles_root)
        if seen is None or raw is None:
            raise _broken(name)
        body = _paired(_blocks(seen, _Notes(), numbering), _blocks(raw, _Notes(), None))
        order = _order_of_notes(seen)
        return [*body, *_footnotes(notes_seen, notes_raw, order)]
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _broken(name) from error


def _broken(name: str) -> Refused:
    return Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.")


class _Parts:
    """The XML parts of one file, each of a bounded size."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self.archive = name, archive
        self.styles = runs.styles_of(self.text("word/styles.xml"))
        self.styles_root = self.root("word/styles.xml")

    def text(self, part: str) -> str:
        if part not in self.archive.namelist():
            return ""
        if self.archive.getinfo(part).file_size > MAX_XML:
            raise Refused(f"Tệp “{self.name}” quá dài. Hãy tách thành nhiều tệp.")
        content = self.archive.read(part)
        is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        return content.decode("utf-16" if is_wide else "utf-8-sig")

    def root(self, part: str) -> Element | None:
        return _parsed(self.text(part))


def _both(parts: _Parts, part: str) -> tuple[Element | None, Element | None]:
    """The part as it looks, and as it is written."""
    xml = parts.text(part)
    raw = _parsed(xml)
    looks = runs.word_as_it_looks(xml, parts.styles)
    return (raw if looks is xml else _parsed(looks)), raw


def _parsed(xml: str) -> Element | None:
    if not xml:
        return None
    # An encoding that is declared no longer holds for text
    root: Element = fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", xml), forbid_dtd=True)
    # Word writes a text box twice: once for programs that cannot draw it
    for parent in [each for each in root.iter() if each.find(_FALLBACK) is not None]:
        for twin in parent.findall(_FALLBACK):
            parent.remove(twin)
    return root


class _Notes:
    """Numbers of footnotes in the order of the text."""

    def __init__(self) -> None:
        self.marks: dict[str, int] = {}

    def mark(self, note: str) -> str:
        return str(self.marks.setdefault(note, len(self.marks) + 1)).translate(_RAISED)


Block = str | Rows


def _paired(seen: Iterator[Block], raw: Iterator[Block]) -> Iterator[SourceLine]:
    for looks, written in zip(seen, raw, strict=True):
        if isinstance(looks, str):
            yield from _lines_of_paragraph(looks, written if isinstance(written, str) else looks)
        elif _is_of_one_cell(looks):
            for cell in looks[0]:
                yield from _lines_of_paragraph(cell, cell)
        else:
            yield table(looks)


def _is_of_one_cell(rows: Rows) -> bool:
    return len(rows) == 1 and len(set(rows[0])) == 1


def _lines_of_paragraph(looks: str, written: str) -> Iterator[SourceLine]:
    """A paragraph; a line that its author broke is a line of its own."""
    shown, raw = looks.split("\n"), written.split("\n")
    if len(shown) != len(raw):
        raw = shown
    for text, source in zip(shown, raw, strict=True):
        yield SourceLine(raw=f"{source}\n", text=text.rstrip(), is_whole=True)


def _blocks(root: Element, notes: _Notes, numbering: Numbering | None) -> Iterator[Block]:
    body = root.find(f"{_W}body")
    yield from _blocks_in(root if body is None else body, notes, numbering, 0)


def _blocks_in(
    parent: Element, notes: _Notes, numbering: Numbering | None, depth: int
) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag == f"{_W}p":
            text = "".join(_text(child, notes, 0))
            mark = numbering.next_mark(child) if numbering and text.strip() else ""
            yield f"{mark} {text}" if mark else text
            for box in child.iter(f"{_W}txbxContent"):
                yield from _blocks_in(box, notes, numbering, depth + 1)
        elif child.tag == f"{_W}tbl":
            yield _rows(child, notes, numbering, depth + 1)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks_in(child, notes, numbering, depth + 1)


def _text(parent: Element, notes: _Notes, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag == f"{_W}t":
            yield (child.text or "").replace("\n", " ")
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}footnoteReference":
            yield notes.mark(child.get(f"{_W}id", ""))
        elif child.tag not in _SKIPPED and child.tag != f"{_W}txbxContent":
            yield from _text(child, notes, depth + 1)


def _rows(tbl: Element, notes: _Notes, numbering: Numbering | None, depth: int) -> Rows:
    """The cells of a table; a merged one stands in each place that it covers."""
    rows: list[list[str]] = []
    num_cells = 0
    for tr in tbl.findall(f"{_W}tr") if depth <= MAX_DEPTH else ():
        row: list[str] = []
        for tc in tr.findall(f"{_W}tc"):
            text = "\n".join(
                block if isinstance(block, str) else "\n".join(map(" ".join, block))
                for block in _blocks_in(tc, notes, numbering, depth + 1)
            ).strip()
            if _is_continued(tc) and rows and len(row) < len(rows[-1]):
                text = rows[-1][len(row)]
            row += [text] * min(_span(tc), 60)
        num_cells += len(row)
        if num_cells > MAX_CELLS:
            break
        rows.append(row)
    width = max(map(len, rows), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)


def _span(tc: Element) -> int:
    found = tc.find(f"{_W}tcPr/{_W}gridSpan")
    value = found.get(f"{_W}val", "1") if found is not None else "1"
    return max(int(value), 1) if value.isascii() and value.isdigit() else 1


def _is_continued(tc: Element) -> bool:
    found = tc.find(f"{_W}tcPr/{_W}vMerge")
    return found is not None and found.get(f"{_W}val", "continue") == "continue"


def _order_of_notes(root: Element) -> dict[str, str]:
    notes = _Notes()
    return {
        each.get(f"{_W}id", ""): notes.mark(each.get(f"{_W}id", ""))
        for each in root.iter(f"{_W}footnoteReference")
    }


def _footnotes(
    seen: Element | None, raw: Element | None, order: dict[str, str]
) -> Iterator[SourceLine]:
    if seen is None or raw is None:
        return
    for looks, written in zip(seen, raw, strict=True):
        mark = order.get(looks.get(f"{_W}id", ""))
        if mark is None or looks.get(f"{_W}type") in _NOTE_KINDS:
            continue
        text = " ".join("".join(_text(looks, _Notes(), 0)).split())
        source = " ".join("".join(_text(written, _Notes(), 0)).split())
        yield SourceLine(raw=f"{mark} {source}\n", text=f"{mark} {text}", is_whole=True)
