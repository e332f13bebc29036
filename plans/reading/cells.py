"""Bodies in the cells of a table: one a line, with commas between them, or behind labels."""

import re
from collections.abc import Iterator

from plans.reading.bodies import Names, list_at
from plans.reading.body_patterns import HEADS
from plans.reading.roles import Roles, roles_in
from plans.reading.vocabulary import CAPITALS

_SIGN = re.compile(r"\s*[-+•*–]\s*(?=\S)")
_DOING = (
    r"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận)\s+)?"
    r"(?:(?P<lead>chủ trì(?: thực hiện)?|thực hiện|đầu mối|phụ trách|tham mưu)"
    r"|(?P<shared>phối hợp(?: thực hiện)?|tham gia))"
)
_LABEL = re.compile(rf"(?:^|(?<=[;.,\n])|(?<=\s[-–+•]))\s*{_DOING}\s*:\s*", re.IGNORECASE)
# Several bodies in one: "UBND các xã: An Hòa, An Bình"
_OF_PLACES = re.compile(
    r"(?P<body>(?:UBND|Ủy ban nhân dân|Đảng ủy|HĐND|Công an|Mặt trận Tổ quốc)) các"
    r" (?P<level>xã|phường|thị trấn|huyện|thôn)"
    rf"\s*(?::|(?=\s[{CAPITALS}]))\s*(?P<places>[{CAPITALS}].*)"
)
_LEADS_ON = re.compile(r"(?:,|-|–|\b(?:và|của|thuộc|các|cùng|với))$")


def roles_of_cells(lead: str, shared: str, names: Names) -> Roles:
    """Who leads and who co-ordinates by two cells, of which the first may name both."""
    roles = Roles()
    for cell, is_lead in ((lead, True), (shared, False)):
        for words, leads in _labelled(cell, is_lead=is_lead):
            found = _said(words, names) if is_lead else None
            if found:
                roles.add(leads=found.leads, coordinators=found.coordinators)
            elif leads:
                roles.add(leads=bodies_of_cell(words, names))
            else:
                roles.add(coordinators=bodies_of_cell(words, names))
    roles.coordinators = [each for each in roles.coordinators if each not in roles.leads]
    return roles


def _labelled(cell: str, *, is_lead: bool) -> Iterator[tuple[str, bool]]:
    """The words of a cell behind each label, and whether those lead whom they name."""
    found = list(_LABEL.finditer(cell))
    ends = [each.start() for each in found] + [len(cell)]
    if before := cell[: ends[0]].strip(" \n-–+•;,."):
        yield before, is_lead
    for label, end in zip(found, ends[1:], strict=True):
        yield cell[label.end() : end].strip(" \n-–+•;,."), bool(label["lead"])


def _said(words: str, names: Names) -> Roles | None:
    """Roles of a cell in words: "Phòng Kinh tế chủ trì, phối hợp với Công an xã"."""
    if not re.search(r"chủ trì|phối hợp", words, re.IGNORECASE):
        return None
    found = roles_in(" ".join(words.split()), names)
    return found if found.leads else None


def bodies_of_cell(cell: str, names: Names) -> list[str]:
    """The bodies that a cell lists."""
    bodies: list[str] = []
    for piece in _pieces(cell, names):
        plain = " ".join(piece.split()).strip(" .,-–")
        if found := _OF_PLACES.match(plain):
            places = re.split(r"\s*,\s*|\s+và\s+", found["places"].strip(" ."))
            bodies += [f"{found['body']} {found['level']} {place}" for place in places if place]
            continue
        listed, end = list_at(plain, 0, names)
        rest = plain[end:].strip(" .,")
        if listed and not rest:
            bodies += listed
        elif plain:
            bodies += [each.strip() for each in re.split(r"\s*,\s+", plain) if each.strip()]
    return list(dict.fromkeys(bodies))


def _pieces(cell: str, names: Names) -> Iterator[str]:
    """The items of a cell: after semicolons and dashes, and the lines that begin a new body."""
    lines = [line for part in cell.split(";") for line in f"{part.strip()}\n".split("\n")]
    has_signs = bool(_SIGN.match(cell))
    piece = ""
    for line in lines:
        text = _SIGN.sub("", line, count=1).strip()
        is_item = _SIGN.match(line) and (has_signs or list_at(text, 0, names)[0])
        if not line.strip() or is_item or (piece and _is_new(piece, text, names)):
            yield piece
            piece = ""
        piece = f"{piece} {text if is_item else line.strip()}".strip()
    yield piece


def _is_new(before: str, line: str, names: Names) -> bool:
    """Whether a line names another body, and does not go on with the one that a cell's edge cuts.

    "Văn phòng" above "UBND tỉnh" is one; "Sở Y tế" above "UBND các xã" is not.
    """
    last = re.split(r"[,;]\s+", before)[-1]
    if _LEADS_ON.search(before) or HEADS.fullmatch(last) or not list_at(line, 0, names)[0]:
        return False
    head = HEADS.match(f"{last} {line}")
    return len(last.split()) > 1 and not (head and head.end() > len(last) + 1)
