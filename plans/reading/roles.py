"""Who leads and who co-ordinates, from the words of a task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.reading.bodies import Names, list_at
from plans.reading.clauses import begins_with_verb, without_connectives
from plans.reading.vocabulary import is_verb_at

_SHARED = re.compile(
    r"phối hợp(?: chặt chẽ| tốt| thực hiện| thường xuyên)?,?\s*(?:cùng với|với|cùng)?\s+",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"(?:^|\W)(?:[Gg]iao(?: cho)?|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công)\s+")
_DONE_BY = re.compile(r"(?:^|\W)do\s+")
_LEADING = re.compile(
    r"\s*(?:là (?:cơ quan|đơn vị) |làm (?:cơ quan|đơn vị) |là )?(?:chịu trách nhiệm )?chủ trì",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"\s*(?:(?:cùng |tham mưu,? )?phối hợp(?: thực hiện)?|(?:cùng )?tham gia)\s*(?:[).;,]|$)",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s*(?:thực hiện|phụ trách|đảm nhiệm|đảm nhận|đảm trách|chịu trách nhiệm"
    r"|chuẩn bị|tham mưu|triển khai|tổ chức thực hiện"
    r"|(?:là|làm)(?: lực lượng)? (?:nòng cốt|đầu mối))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?P<lead>(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|cá nhân)(?:, (?:đơn vị|cá nhân))?\s+)?"
    r"(?:chủ trì(?:(?: tham mưu| thực hiện)|, thực hiện)?|thực hiện|phụ trách)"
    r"|(?:cơ quan|đơn vị|bộ phận) (?:đầu mối|tham mưu|thường trực)|đầu mối"
    r"|phân công(?: thực hiện)?)\s*:\s*"
    r"|(?P<shared>(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|lực lượng)\s+)?"
    r"(?:phối hợp(?: thực hiện)?|tham gia))\s*:\s*",
    re.IGNORECASE,
)
# Where words begin, also the first one within brackets
_STARTS = re.compile(r"(?:^|[\s(“\[])(?=[^\s(“\[])")
_OPENING = re.compile(
    r"(?:(?:Trên cơ sở|Căn cứ|Định kỳ|Hằng|Hàng|Trước|Trong|Từ|Sau|Khi|Theo|Vào"
    r"|Đến)\b[^,;]{2,120},\s*)(?:(?:[Vv]ào|[Tt]rước|[Tt]rong|[Tt]ừ|[Đđ]ến|[Nn]hân)\b[^,;]{2,120},\s*)?"
)


@dataclass
class Roles:
    leads: list[str] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)

    def add(self, *, leads: list[str] = [], coordinators: list[str] = []) -> None:  # noqa: B006
        self.leads += [each for each in leads if each not in self.leads]
        self.coordinators += [each for each in coordinators if each not in self.coordinators]


def roles_in(text: str, names: Names) -> Roles:
    """Leads and co-ordinating bodies that `text` names."""
    roles = Roles()
    shared_at = {at for at, _list, _end in _after(_SHARED, text, names)}
    _add_labelled(roles, text, names)
    for _at, bodies, _end in _after(_GIVEN, text, names):
        roles.add(leads=bodies)
    for _at, bodies, end in _after(_DONE_BY, text, names):
        if _LEADING.match(text, end) or _DOES.match(text, end):
            roles.add(leads=bodies)
    subject, _end = subject_of(text, names)
    roles.add(leads=subject)
    roles.add(leads=_before(_LEADING, text, names, shared_at))
    for _at, bodies, _end in _after(_SHARED, text, names):
        roles.add(coordinators=[each for each in bodies if each not in roles.leads])
    shared = _before(_SHARING, text, names, shared_at)
    roles.add(coordinators=[each for each in shared if each not in roles.leads])
    return roles


def _add_labelled(roles: Roles, text: str, names: Names) -> None:
    """Add what labels name, as in "Đơn vị chủ trì: …; phối hợp: …"."""
    for found in _LABEL.finditer(text):
        bodies, _ = list_at(text, found.end(), names)
        if found["lead"]:
            roles.add(leads=bodies)
        else:
            roles.add(coordinators=bodies)


def _after(
    pattern: re.Pattern[str], text: str, names: Names
) -> Iterator[tuple[int, list[str], int]]:
    """Lists of bodies right after `pattern`: where, which, and where the list ends."""
    for found in pattern.finditer(text):
        bodies, end = list_at(text, found.end(), names)
        if bodies:
            yield found.end(), bodies, end


def _before(verb: re.Pattern[str], text: str, names: Names, skipped: set[int]) -> list[str]:
    """Bodies right before `verb`, wherever they stand, as in "(Văn phòng chủ trì)"."""
    if not verb.search(text):
        return []
    found: list[str] = []
    last = 0
    for start in _STARTS.finditer(text):
        at = start.end()
        if at < last:
            continue
        bodies, last = list_at(text, at, names)
        if bodies and at not in skipped and verb.match(text, last):
            found += bodies
    return found


def subject_of(text: str, names: Names) -> tuple[list[str], int]:
    """The bodies with which a sentence begins and that do what it says; and where they end."""
    start = len(text) - len(without_connectives(text))
    opening = _OPENING.match(text, start)
    for begin in (start, opening.end() if opening else start):
        bodies, end = list_at(text, begin, names)
        if bodies and _is_followed_by_doing(text, end):
            return bodies, end
    return [], 0


def speaks_of(text: str, names: Names) -> bool:
    """Whether a sentence names at its beginning who does it, so that the next ones go on so."""
    given = _GIVEN.match(text)
    return bool(subject_of(text, names)[0] or (given and list_at(text, given.end(), names)[0]))


def _is_followed_by_doing(text: str, end: int) -> bool:
    rest = text[end:].lstrip()
    if rest[:1] in (":", "") or rest in (".", ";"):
        return True
    rest = rest.lstrip(",( ")
    return is_verb_at(rest) or begins_with_verb(rest) or rest.startswith(("phải ", "cần "))
