"""Paragraphs from lines: encodings made one, broken lines joined, page numbers left out.

The raw text of all paragraphs, joined, is the text of the file.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plans.reading.lines import Rows, SourceLine
from plans.reading.mending import encodings, joining, slips
from plans.reading.mending.joining import Repaired
from tracker.lib import legacy, pasted
from tracker.lib.text import compose

MAX_CORRECTION = 200


@dataclass
class MendedParagraph:
    """`printed` is what a reader sees; `text`, with slips corrected, is what the rules read."""

    raw: str
    printed: str
    text: str = ""
    rows: Rows = ()
    is_alone: bool = False  # a blank line stands before it
    kind: str = "body"
    corrections: list[Repaired] = field(default_factory=list)

    @property
    def printed_words(self) -> str:
        """The words as printed; of a table a line per row."""
        if not self.rows:
            return self.printed
        return "\n".join(" | ".join(" ".join(c.split()) for c in row) for row in self.rows)


@dataclass
class Repair:
    paragraphs: list[MendedParagraph] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def repaired(lines: Sequence[SourceLine]) -> Repair:
    """The paragraphs of `lines` with what was repaired in each."""
    done = Repair()
    encoding = encodings.of_most([line.text for line in lines])
    drafts = [_draft(line, encoding) for line in lines]
    done.paragraphs += [_paragraph(joined) for joined in joining.joined(drafts)]
    if not done.paragraphs and lines:
        raw = "".join(line.raw for line in lines)
        done.paragraphs.append(MendedParagraph(raw=raw, printed=""))
    num_composed = sum(not unicodedata.is_normalized("NFC", line.text) for line in lines)
    if num_composed:
        done.problems.append(f"Đã ghép dấu rời (Unicode tổ hợp) thành chữ ở {num_composed} dòng.")
    if any("\r" in line.raw for line in lines):
        done.problems.append("Văn bản xuống dòng theo kiểu Windows (CRLF), đã đọc như dòng thường.")
    if encoding:
        name = legacy.NAMES[encoding]
        done.problems.append(f"Văn bản gõ bằng mã cũ {name}, đã chuyển sang Unicode.")
    return done


def _draft(line: SourceLine, encoding: str) -> joining.Draft:
    if line.rows:
        rows = tuple(tuple(_clean(cell, encoding) for cell in row) for row in line.rows)
        return joining.Draft(raw=line.raw, text="", rows=rows)
    text = _clean(line.text, encoding)
    return joining.Draft(raw=line.raw, text=text, is_whole=line.is_whole, seen=line.text)


def _clean(text: str, encoding: str) -> str:
    """`text` in composed Unicode without strange characters and markup of emphasis."""
    plain = text.replace("\r", "").replace("\u00a0", " ")
    is_page = plain.startswith("\f")
    plain = encodings.in_unicode(plain.lstrip("\f"), encoding)
    tidied = pasted.tidy(compose(plain)).text
    tidied = re.sub(r"(\*{1,3})(?=\S)([^*\n]{2,})(?<=\S)\1", r"\2", tidied)
    tidied = re.sub(r"^\*\*(?=\S)|(?<=\S)\*\*$", "", tidied)
    return f"\f{tidied}" if is_page else tidied


def _paragraph(joined: joining.Joined) -> MendedParagraph:
    printed = joined.text
    found = slips.slips_in(printed) if not joined.rows else []
    paragraph = MendedParagraph(
        raw=joined.raw,
        printed=printed,
        text=slips.corrected(printed, found),
        rows=tuple(
            tuple(slips.corrected(cell, slips.slips_in(cell)) for cell in row)
            for row in joined.rows
        ),
        is_alone=joined.is_alone,
    )
    paragraph.corrections += [
        replace(each, printed=each.printed[:MAX_CORRECTION]) for each in joined.repairs
    ]
    for slip in found:
        repair = Repaired(slip.printed, slip.corrected, slip.note)
        if repair not in paragraph.corrections:
            paragraph.corrections.append(repair)
    return paragraph
