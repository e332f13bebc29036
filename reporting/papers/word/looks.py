"""How the styles of a Word file look: those of the norm by its profile, and those of tables."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from reporting.papers.profiles import Face, Profile


@dataclass(frozen=True)
class ParagraphLook:
    """A paragraph style: sizes in points, the indent of the first line in millimetres.

    One with a `line` of 0 is as high as what stands in it. `outline` is the level in Word's
    navigation.
    """

    name: str
    align: Literal["left", "center", "both"] = "left"
    size: float = 14
    line: float = 18
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    before: float = 0
    after: float = 0
    first_line: float = 0
    keeps_next: bool = False
    outline: int | None = None
    is_list: bool = False
    is_dotted: bool = False


@dataclass(frozen=True)
class GridLook:
    """A table style: the paragraph style of its cells, and their padding in points."""

    name: str
    cell: str
    padding_y: float
    padding_x: float


# By the size of letters that tables name
GRIDS: Final = {
    9: GridLook("Bảng số liệu nhỏ", "SmallCell", 1, 1.5),
    11: GridLook("Bảng số liệu", "Cell", 2, 3),
}


def looks_of_word(profile: Profile) -> dict[str, ParagraphLook]:
    """Styles that Word knows, by id; it shows them under names of the user's language."""
    faces = profile.faces
    heading = _body(profile, ParagraphLook("", keeps_next=True))
    bold = replace(heading, is_bold=True)
    return {
        "Header": _set(faces.page_number, ParagraphLook("Header", "center", line=0)),
        "Title": _set(faces.kind, ParagraphLook("Title", "center", before=18, keeps_next=True)),
        "Subtitle": _set(faces.subject, ParagraphLook("Subtitle", "center", keeps_next=True)),
        "Heading1": _set(
            faces.part, ParagraphLook("Heading 1", "center", before=12, keeps_next=True, outline=0)
        ),
        "Heading2": replace(bold, name="Heading 2", outline=1),
        "Heading3": replace(bold, name="Heading 3", outline=2),
        "Heading4": replace(heading, name="Heading 4", outline=3),
        "BodyText": _body(profile, ParagraphLook("Body Text")),
        "ListBullet": _body(profile, ParagraphLook("List Bullet", is_list=True)),
        "Caption": ParagraphLook(
            "Caption", "center", size=12, line=13, is_bold=True, before=6, after=3, keeps_next=True
        ),
    }


def looks_of_papers(profile: Profile) -> dict[str, ParagraphLook]:
    """Styles of papers alone, by id."""
    faces = profile.faces
    annex = ParagraphLook("", "both", size=12, line=15, before=3, first_line=profile.first_line)
    recipient_line = faces.recipient.size + 3
    signature = profile.signature_gap * 72 / 25.4
    return {
        **{
            motto_id(place): _set(face, ParagraphLook(f"Tiêu đề, dòng {place}", "center"))
            for place, face in enumerate(faces.mottos, start=1)
        },
        "Superior": _set(faces.superior, ParagraphLook("Cơ quan cấp trên", "center")),
        "Issuer": _set(faces.issuer, ParagraphLook("Cơ quan ban hành", "center")),
        "Number": _set(faces.number, ParagraphLook("Số, ký hiệu", "center")),
        "Draft": _set(faces.draft, ParagraphLook("Dự thảo", "center")),
        "Urgency": _set(faces.urgency, ParagraphLook("Dấu chỉ mức độ khẩn", "center", before=6)),
        "Circulation": _set(
            faces.circulation, ParagraphLook("Dấu chỉ phạm vi lưu hành", "center", before=9)
        ),
        "PlaceDay": _set(faces.place, ParagraphLook("Địa danh, ngày", "center", before=4)),
        "Rule": ParagraphLook("Đường kẻ", "center", size=1, line=2),
        "Replaces": ParagraphLook("Thay thế", "center", is_italic=True, keeps_next=True),
        "Dashes": ParagraphLook("Gạch dưới trích yếu", "center", after=6),
        "RecipientsHead": _set(faces.recipients_head, ParagraphLook("Nơi nhận")),
        "Recipient": _set(faces.recipient, ParagraphLook("Dòng nơi nhận", line=recipient_line)),
        "Capacity": _set(faces.capacity, ParagraphLook("Thẩm quyền ký", "center")),
        "Post": _set(faces.post, ParagraphLook("Chức vụ người ký", "center")),
        "Signer": _set(faces.signer, ParagraphLook("Người ký", "center", before=signature)),
        "Blank": ParagraphLook("Chỗ điền", is_italic=True, is_dotted=True),
        "Figure": ParagraphLook("Hình", "center", line=0, before=6, keeps_next=True),
        "FigureCaption": ParagraphLook("Tên hình", "center", size=12, line=15, is_italic=True),
        "AnnexTitle": _set(
            faces.annex, ParagraphLook("Phụ lục", "center", keeps_next=True, outline=0)
        ),
        "AnnexOf": ParagraphLook(
            "Kèm theo", "center", size=12, line=15, is_italic=True, before=3, after=9
        ),
        "AnnexHeading": replace(
            annex, name="Mục của phụ lục", is_bold=True, before=9, keeps_next=True, outline=1
        ),
        "AnnexText": replace(annex, name="Nội dung phụ lục"),
        "AnnexNote": replace(annex, name="Ghi chú phụ lục", after=6),
        "AnnexItem": replace(annex, name="Dòng của phụ lục", is_list=True),
        "Cell": ParagraphLook("Ô bảng", size=11, line=13),
        "SmallCell": ParagraphLook("Ô bảng nhỏ", size=9.5, line=12),
        # After a table, where Word must have a paragraph, and between two that would become one
        "Gap": ParagraphLook("Ngăn cách", size=1, line=1),
    }


def motto_id(place: int) -> str:
    return f"Motto{place}"


def _set(face: Face, look: ParagraphLook) -> ParagraphLook:
    """`look` in the letters of `face`."""
    return replace(
        look,
        size=face.size,
        is_bold=face.is_bold,
        is_italic=face.is_italic,
        is_underlined=face.is_underlined,
    )


def _body(profile: Profile, look: ParagraphLook) -> ParagraphLook:
    """`look` as the norm sets the body."""
    return replace(
        _set(profile.faces.body, look),
        align="both",
        line=profile.line,
        before=profile.paragraph_gap,
        first_line=profile.first_line,
    )
