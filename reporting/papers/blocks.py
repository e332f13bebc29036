"""A paper as one document of blocks, from which the screen, the PDF and the Word file are drawn.

A block has a `key` that is unique in its document and stays the same when the paper is composed
again, so that what people changed finds its place. Texts are runs. A run with a `figure` is a
number counted from rows: `figure` is its place in the snapshot, as "figures.totals.done". A run
with a `source` says what rows say: "entry:17" is the accepted result 17, "share:PLACE" a share that
is worked out from the figure there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reporting.papers.days import day_in_text, day_in_words, month_in_words
from reporting.papers.profiles import Profile

# Sources of runs: a result that is quoted, and the figure from which a share is worked out
ENTRY, SHARE = "entry:", "share:"
Style = Literal["body", "note", "caption", "blank"]
Align = Literal["left", "center"]
TableSize = Literal[9, 11]


@dataclass(frozen=True)
class Run:
    """Words of one look. `text` may hold tabs between columns, and line ends.

    `link` is the address that a draft or the screen opens; without words it is a sign that leads.
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    figure: str = ""
    source: str = ""
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `level` is 0 for a part, 1 for "I.", 2 for "1.", 3 for "a)", 4 within an annex.

    `number` is the number as it is printed, with its full stop or bracket.
    """

    key: str
    number: str
    title: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. A "blank" one is a dotted line that the office still has to fill."""

    key: str
    runs: Runs
    style: Style = "body"


@dataclass(frozen=True)
class ItemList:
    """Lines of one list, each with a dash."""

    key: str
    items: tuple[Runs, ...]


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: `width` in millimetres, 0 for an equal share of what is left."""

    width: float = 0
    align: Align = "left"


@dataclass(frozen=True)
class TableCell:
    """A cell. `shade` is 0 (white) to 5 (darkest), None without one."""

    runs: Runs
    num_columns: int = 1
    num_rows: int = 1
    is_head: bool = False
    shade: int | None = None


@dataclass(frozen=True)
class TableRow:
    """A row of the body: "group" is a heading across the table, "sum" the total."""

    cells: tuple[TableCell, ...]
    kind: Literal["", "group", "sum"] = ""


@dataclass(frozen=True)
class Table:
    """A table; the rows of `head` are repeated on every page.

    `size` is the size of its letters in points (9 stands for 9.5). One that `is_whole` stays
    on one page where it fits.
    """

    key: str
    columns: tuple[TableColumn, ...]
    head: tuple[tuple[TableCell, ...], ...]
    rows: tuple[TableRow, ...]
    caption: str = ""
    size: TableSize = 11
    is_whole: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: `done` of `whole`; `places` are the places of both in the snapshot.

    `links` are the addresses that both open.

    One that is not `is_finished` is drawn dashed: its period still received.
    """

    name: str
    done: int
    whole: int
    places: tuple[str, str]
    is_finished: bool = True
    links: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Chart:
    """Bars of done within whole, with a description for those who do not see them."""

    key: str
    bars: tuple[Bar, ...]
    title: str
    description: str
    caption: str


@dataclass(frozen=True)
class PageBreak:
    key: str


Block = Heading | Paragraph | ItemList | Table | Chart | PageBreak


@dataclass(frozen=True)
class Head:
    """What stands above the body, in the look of `profile`.

    `number` is empty and `issued_on` None on a draft, which shows the month of `drafted_on`.
    """

    superior_body: str
    issuing_body: str
    symbol: str
    number: str
    place: str
    issued_on: date | None
    kind: str
    subject: str
    draft_number: int
    drafted_on: date
    profile: Profile
    replaces: str = ""
    urgency: str = ""
    urgent_by: str = ""
    circulation: str = ""
    is_two_sided: bool = False
    has_end_mark: bool = False

    @property
    def is_draft(self) -> bool:
        return not self.number

    @property
    def number_tail(self) -> str:
        """What stands behind the digits that a draft leaves blank, "-BC/HU"."""
        return self.profile.number_tail(kind="BC", symbol=self.symbol)

    @property
    def cited(self) -> str:
        """The paper as its annexes name it; a draft has dots for its number and day."""
        if self.is_draft:
            return self.profile.cited(f"......{self.number_tail}", "......")
        return self.profile.cited(self.number, day_in_text(self.issued_on))

    @property
    def month_in_words(self) -> str:
        return month_in_words(self.drafted_on)

    @property
    def day_in_words(self) -> str:
        return day_in_words(self.issued_on) if self.issued_on else ""


@dataclass(frozen=True)
class Foot:
    """What stands below the body: recipients, a line each without its mark, and the signature."""

    recipients: tuple[str, ...]
    capacity: str
    post: str
    name: str


@dataclass(frozen=True)
class Annex:
    """An annex; on a sheet turned to landscape where it `is_wide`."""

    key: str
    number: int
    title: str
    blocks: tuple[Block, ...]
    is_wide: bool = False

    @property
    def label(self) -> str:
        """ "Phụ lục 4"; the only one of a paper, with the number 0, has none."""
        return f"Phụ lục {self.number}" if self.number else "Phụ lục"


@dataclass(frozen=True)
class Document:
    """A whole paper. `issuer` is the body that annexes name as that of their parent."""

    head: Head
    blocks: tuple[Block, ...]
    foot: Foot
    issuer: str
    annexes: tuple[Annex, ...] = field(default=())

    @property
    def recipient_lines(self) -> list[str]:
        """The recipients with the marks of the norm."""
        return self.head.profile.recipient_lines(list(self.foot.recipients))

    def all_blocks(self) -> Iterator[Block]:
        """The blocks of the body, then those of the annexes, in order."""
        yield from self.blocks
        for annex in self.annexes:
            yield from annex.blocks


def text_of(runs: Runs) -> str:
    """The words of `runs` without their looks."""
    return "".join(run.text for run in runs)


def plain(text: str) -> Runs:
    """One run of plain words; none for an empty text."""
    return (Run(text),) if text else ()
