"""How papers look by norm: sizes, marks and punctuation, as data without templates.

Lengths are in mm, sizes of type in points. What is not sure in a norm is a setting of the body,
off unless the office switches it on. Words that people typed are never re-spelt.
"""

from dataclasses import dataclass, replace
from datetime import date

A4 = (210, 297)


@dataclass(frozen=True)
class Face:
    """Size and style in which an element of a paper is set."""

    size: float
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False


@dataclass(frozen=True)
class Margins:
    top: int
    bottom: int
    left: int
    right: int

    @property
    def mirrored(self) -> "Margins":
        """Those of the back of a sheet that is printed on both sides."""
        return Margins(self.top, self.bottom, left=self.right, right=self.left)

    @property
    def turned(self) -> "Margins":
        """Those of a sheet turned to landscape: the edge that is bound lies on top."""
        return Margins(top=self.left, bottom=self.right, left=self.bottom, right=self.top)


@dataclass(frozen=True)
class Faces:
    """The elements of a paper in the order of the norm's list."""

    mottos: tuple[Face, ...]
    superior: Face
    issuer: Face
    number: Face
    place: Face
    kind: Face
    subject: Face
    letter_subject: Face
    body: Face
    part: Face
    capacity: Face
    post: Face
    signer: Face
    addressee: Face
    recipients_head: Face
    recipient: Face
    urgency: Face
    circulation: Face
    draft: Face
    typist: Face
    contact: Face
    page_number: Face
    annex: Face


@dataclass(frozen=True)
class Profile:
    """A norm of papers, in force from `first_day` for the papers of a kind of body."""

    code: str
    norm: str
    first_day: date
    mottos: tuple[str, ...]
    faces: Faces
    # A star under the issuer and dashes under the subject; without them a short rule
    star: str
    dashes: str
    number_label: str
    number_pattern: str
    cited_joint: str
    recipient_end: str
    archive_line: str
    margins: Margins = Margins(top=20, bottom=20, left=30, right=15)
    columns: tuple[int, int] = (75, 90)
    first_line: int = 10
    paragraph_gap: int = 6
    line: int = 18
    signature_gap: int = 30
    page_number_from_edge: int = 10
    # The text of a paper ends with "./."
    has_end_mark: bool = False

    def cited(self, number: str, day: str) -> str:
        """A paper named in a sentence: "số 05-BC/HU, ngày 05/02/2026"."""
        return f"số {number}{self.cited_joint} ngày {day}"

    def number_tail(self, *, kind: str, symbol: str) -> str:
        """What follows the digits of a number: "-BC/HU"."""
        return self.number_pattern.format(number="", kind=kind, symbol=symbol)

    def number(self, digits: str, *, kind: str, symbol: str) -> str:
        """The number with its symbol, "05-BC/HU" or "05/BC-UBND"; below ten with a zero."""
        return self.number_pattern.format(number=digits.zfill(2), kind=kind, symbol=symbol)

    def recipient_lines(self, recipients: list[str]) -> list[str]:
        """The recipients with dashes and ends; the last one ends with a full stop."""
        recipients = recipients or [self.archive_line]
        last = len(recipients) - 1
        ends = (self.recipient_end if place < last else "." for place in range(len(recipients)))
        return [f"- {name}{end}" for name, end in zip(recipients, ends, strict=True)]


PARTY_FACES = Faces(
    mottos=(Face(15, is_bold=True),),
    superior=Face(14),
    issuer=Face(14, is_bold=True),
    number=Face(14),
    place=Face(14, is_italic=True),
    kind=Face(16, is_bold=True),
    subject=Face(14, is_bold=True),
    letter_subject=Face(12, is_italic=True),
    body=Face(14),
    part=Face(14, is_bold=True),
    capacity=Face(14, is_bold=True),
    post=Face(14),
    signer=Face(14, is_bold=True),
    addressee=Face(14, is_italic=True),
    recipients_head=Face(14, is_underlined=True),
    recipient=Face(12),
    urgency=Face(14, is_bold=True),
    circulation=Face(12, is_bold=True),
    draft=Face(14, is_italic=True),
    typist=Face(8),
    contact=Face(10),
    page_number=Face(14),
    annex=Face(14, is_bold=True),
)
# The upper line of the right is 95 mm long at 13 points, more than its half of the sheet
STATE_FACES = Faces(
    mottos=(Face(12, is_bold=True), Face(13, is_bold=True)),
    superior=Face(12),
    issuer=Face(12, is_bold=True),
    number=Face(13),
    place=Face(13, is_italic=True),
    kind=Face(14, is_bold=True),
    subject=Face(14, is_bold=True),
    letter_subject=Face(12),
    body=Face(14),
    part=Face(14, is_bold=True),
    capacity=Face(14, is_bold=True),
    post=Face(14, is_bold=True),
    signer=Face(14, is_bold=True),
    addressee=Face(14),
    recipients_head=Face(12, is_bold=True, is_italic=True),
    recipient=Face(11),
    urgency=Face(13, is_bold=True),
    circulation=Face(13, is_bold=True),
    draft=Face(13, is_italic=True),
    typist=Face(11),
    contact=Face(11),
    page_number=Face(14),
    annex=Face(14, is_bold=True),
)

HD36 = Profile(
    code="hd36",
    norm="Quy định 66-QĐ/TW và Hướng dẫn 36-HD/VPTW",
    first_day=date(2018, 4, 3),
    mottos=("ĐẢNG CỘNG SẢN VIỆT NAM",),
    faces=PARTY_FACES,
    star="*",
    dashes="-----",
    number_label="Số",
    number_pattern="{number}-{kind}/{symbol}",
    cited_joint=",",
    recipient_end=",",
    archive_line="Lưu Văn phòng",
)
HD05 = replace(
    HD36,
    code="hd05",
    norm="Quy định 399-QĐ/TW và Hướng dẫn 05-HD/VPTW",
    first_day=date(2026, 5, 27),
    recipient_end=";",
)
ND30 = Profile(
    code="nd30",
    norm="Nghị định 30/2020/NĐ-CP",
    first_day=date(2020, 3, 5),
    mottos=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    faces=STATE_FACES,
    star="",
    dashes="",
    number_label="Số:",
    number_pattern="{number}/{kind}-{symbol}",
    cited_joint="",
    recipient_end=";",
    archive_line="Lưu: VT",
    has_end_mark=True,
)
PARTY_PROFILES = (HD36, HD05)


def profile_of(day: date, *, is_party: bool) -> Profile:
    """The profile for a paper issued on `day`.

    Papers older than the first profile of their kind of body are printed in it.
    """
    if not is_party:
        return ND30
    in_force = [profile for profile in PARTY_PROFILES if profile.first_day <= day]
    return in_force[-1] if in_force else PARTY_PROFILES[0]
