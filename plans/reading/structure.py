"""Parts, headings and paragraphs of a document as a tree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plans.reading.marks import HEADING, LETTER, NUMBER, PART, SIGN, ItemMark, mark_of
from plans.reading.mending.paragraphs import MendedParagraph
from tracker.lib.text import fold

TASKS, ORGANIZATION, PURPOSES, OTHER = "tasks", "organization", "purposes", "other"
_PLAIN = 99
_LONGEST_HEADING = 12
_PERIOD = re.compile(r"(?:Trong )?(?:quý|tháng)\b", re.IGNORECASE)
# The first that fits decides
_ROLES = (
    (ORGANIZATION, "to chuc thuc hien|phan cong|trach nhiem thuc hien|to chuc trien khai"),
    (TASKS, "nhiem vu|giai phap|noi dung|cong viec|chuong trinh cong tac|bien phap|lo trinh"),
    (PURPOSES, "muc dich|yeu cau|muc tieu|quan diem|chi tieu|phuong cham|nguyen tac"),
    (OTHER, "tinh hinh|ket qua|danh gia|dac diem|bo cuc|can cu|thuc trang|han che|khai quat"),
    (OTHER, "kinh phi|doi tuong|pham vi|thoi gian|dia diem|nguyen nhan"),
)
_FOOTNOTE = re.compile(r"\s*(?P<mark>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\[\d{1,2}\])\s*(?=\S)")
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục|BIỂU|DANH MỤC|BẢNG PHÂN CÔNG|BẢNG)\b")


@dataclass
class Node:
    """A paragraph with what stands below it; `words` is its text without the mark."""

    at: int
    mark: ItemMark | None
    words: str
    level: int
    children: list["Node"] = field(default_factory=list)
    is_heading: bool = False

    @property
    def label(self) -> str:
        return self.mark.text if self.mark else ""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def last(self) -> int:
        return max(node.at for node in self.walk())


def footnote_mark(text: str) -> str:
    """The mark of a paragraph that is a footnote; empty for any other."""
    found = _FOOTNOTE.match(text)
    return found["mark"].strip("[]") if found else ""


def topic_of(heading: str) -> str:
    """What a part is about, by the words of its heading.

    >>> topic_of("II. NHIỆM VỤ, GIẢI PHÁP"), topic_of("I. MỤC ĐÍCH, YÊU CẦU"), topic_of("Phần mở")
    ('tasks', 'purposes', '')
    """
    folded = f" {fold(heading)} "
    if folded.strip().startswith(("muc tieu nhiem vu", "chi tieu nhiem vu")):
        return TASKS
    starts = [
        (folded.find(f" {word} "), role)
        for role, words in _ROLES
        for word in words.split("|")
        if f" {word} " in folded
    ]
    roles = {role for _at, role in starts}
    if ORGANIZATION in roles:
        return ORGANIZATION
    if PURPOSES in roles and TASKS in roles:
        return min(starts)[1] if " yeu cau " in folded and "muc dich" in folded else TASKS
    return min(starts)[1] if starts else ""


def tree(paragraphs: Sequence[MendedParagraph], first: int, last: int) -> Node:
    """The paragraphs from `first` to before `last` below one root."""
    root = Node(at=first, mark=None, words="", level=-2)
    stack = [root]
    for at in range(first, last):
        paragraph = paragraphs[at]
        if footnote_mark(paragraph.text) or (not paragraph.text.strip() and not paragraph.rows):
            continue
        node = _node_of(at, paragraph)
        is_in_part = len(stack) > 1 and stack[1].level <= PART
        if is_in_part and _is_above_numbers(node, paragraphs[at + 1 : at + 2]):
            node.level = HEADING
        elif level := _level_above_list(node, paragraphs[at + 1 : at + 2]):
            node.level = level
        _place(stack, node, is_annex=bool(_ANNEX.match(paragraph.text)))
    for node in root.walk():
        node.is_heading = _is_heading(node)
    return root


def _node_of(at: int, paragraph: MendedParagraph) -> Node:
    mark = None if paragraph.rows else mark_of(paragraph.text)
    words = paragraph.text[mark.end :] if mark else paragraph.text
    return Node(at=at, mark=mark, words=words.strip(), level=mark.level if mark else _PLAIN)


def _is_above_numbers(node: Node, following: Sequence[MendedParagraph]) -> bool:
    """Whether a line without a mark, as "Quý I", is the heading of numbers that begin at 1."""
    words = node.words
    if node.mark or len(words.split()) > _LONGEST_HEADING or words.endswith((".", ";", ",")):
        return False
    if words.endswith(":") and not _PERIOD.match(words):
        return False
    marks = [mark_of(each.text) for each in following if not each.rows]
    return any(mark and mark.level == NUMBER and mark.text == "1" for mark in marks)


def _level_above_list(node: Node, following: Sequence[MendedParagraph]) -> int:
    """Right above letters or dashes that a line without a mark leads to, as "Giao UBND xã:"."""
    if node.mark or not node.words.endswith(":"):
        return 0
    marks = [mark_of(each.text) for each in following if not each.rows]
    return next((mark.level - 1 for mark in marks if mark and mark.level >= LETTER), 0)


def _place(stack: list[Node], node: Node, *, is_annex: bool) -> None:
    """Hang `node` below the last one that is less deep."""
    if is_annex:
        node.level = 0
    if node.level == _PLAIN:
        # Words without a mark go on below the last number, not below a dash
        while stack[-1].level == _PLAIN or stack[-1].level >= SIGN:
            stack.pop()
        stack[-1].children.append(node)
        return
    while stack[-1].level >= node.level and len(stack) > 1:
        stack.pop()
    stack[-1].children.append(node)
    stack.append(node)


def _is_heading(node: Node) -> bool:
    """A numbered line that ends without a full stop and has something below it."""
    if node.mark is None:
        return node.level in (0, HEADING)
    if node.mark.is_part:
        return True
    if not node.children or node.level >= SIGN:
        return node.level >= SIGN and bool(node.children) and node.words.endswith(":")
    words = node.words.rstrip("¹²³⁴⁵⁶⁷⁸⁹⁰ ")
    if words.endswith((".", ";")):
        return len(words.split()) <= 9 and node.level < LETTER and ", " not in words
    return NUMBER <= node.level <= LETTER
