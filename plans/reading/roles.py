"""Who leads and who co-ordinates, from the words of a task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.reading.bodies import Names, list_at
from plans.reading.clauses import begins_with_verb, without_connectives
from plans.reading.vocabulary import LETTERS, PLURALS, SMALL, STOPS, VERB, alternatives, is_verb_at

_SHARED = re.compile(
    r"phối hợp(?: chặt chẽ| tốt| thực hiện| thường xuyên)?,?\s*(?:cùng với|với|cùng)?\s+",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"(?:^|(?<!không)\W)(?:[Gg]iao(?: cho)?|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công)\s+")
_DIRECTED = re.compile(r"(?:Lãnh đạo, chỉ đạo|Lãnh đạo|Chỉ đạo)\s+")
_DONE_BY = re.compile(r"(?:^|\W)do\s+")
_LEADING = re.compile(
    r"\s*\(?(?:là (?:cơ quan|đơn vị) |làm (?:cơ quan|đơn vị) |là )?(?:chịu trách nhiệm )?chủ trì",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"\s*\(?(?:(?:cùng |tham mưu,? )?phối hợp(?: thực hiện)?|(?:cùng )?tham gia|hỗ trợ)"
    r"\s*(?:[).;,]|$)",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s*(?:thực hiện|phụ trách|đảm nhiệm|đảm nhận|đảm trách|chịu trách nhiệm"
    r"|chuẩn bị|tham mưu|triển khai|theo dõi|tổ chức(?: thực hiện)?"
    r"|(?:là|làm)(?: lực lượng)? (?:nòng cốt|đầu mối))",
    re.IGNORECASE,
)
_DOES_IT = re.compile(
    r"\s*(?:chủ trì|(?:tổ chức |triển khai )?thực hiện|phụ trách|đảm nhiệm)", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?P<lead>(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|cá nhân)(?:, (?:đơn vị|cá nhân))?\s+)?"
    r"(?:chủ trì(?:(?: tham mưu| thực hiện)|, thực hiện)?|thực hiện|phụ trách)"
    r"|(?:cơ quan|đơn vị|bộ phận)"
    r" (?:đầu mối|tham mưu|thường trực|chịu trách nhiệm(?: chính)?)|đầu mối"
    r"|phân công(?: thực hiện| phụ trách)?|trách nhiệm(?: thực hiện| chính)?"
    r"|người (?:thực hiện|phụ trách|chịu trách nhiệm))\s*:\s*"
    r"|(?P<shared>(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|lực lượng)\s+)?"
    r"(?:phối hợp(?: thực hiện)?|tham gia))\s*:\s*",
    re.IGNORECASE,
)
# Who does what was said, behind it: "Sơ kết: Văn phòng Đảng ủy", "… - Văn phòng tham mưu."
_BEHIND = re.compile(r"(?P<colon>:)\s+|(?P<dash>\s[-–]\s+)|(?P<comma>,)\s+|;\s+|\(")
_LEADS_TO_NAMES = re.compile(r"(?:về|cho|gồm|sau|là|với|qua|đến|các|hợp|gia|phần|trì)$")
_ENDS_DOING = re.compile(
    r"\s+(?:tham mưu|chuẩn bị|trình|soạn thảo|báo cáo|thực hiện|phụ trách|đảm nhiệm"
    r"|chịu trách nhiệm)\s*(?:[.;)]|$|,?\s*(?:trước|trong|vào|xong|hoàn thành|hằng|quý|tháng)\s)"
)
_DOES_A_PART = re.compile(
    r"\s+(?:tham mưu|chuẩn bị|trình|soạn thảo|chủ trì|thực hiện|phụ trách|chỉ đạo|theo dõi"
    r"|hướng dẫn|giới thiệu|tổng hợp|giúp|đảm nhiệm|chịu trách nhiệm)"
    r"(?: [^\s(),;]+){0,6}(?:[,;]\s+|$)"
)
_LOWER = re.compile(rf"\s([{SMALL}]+)\s")
# After a body, but no verb of which it is the subject
_NO_PREDICATE = STOPS.union(("ở", "thuộc", "gồm", "hay", "nơi", "đó", "mới", "hiện", "hiện có"))
# "Kiểm tra 03 chi bộ: Chi bộ A, Chi bộ B" lists whom the work is about
_LISTS_OBJECTS = re.compile(rf"(?:\d+|các|những)\s+(?:{alternatives(PLURALS)})(?: \w+)?$")
_ENDS = re.compile(r"\s*(?:\.|;|$)")
# Where words begin, also the first one within brackets, but not a post that somebody takes
_STARTS = re.compile(r"(?:^|[\s(“\[])(?<!làm )(?=[^\s(“\[])")
# Between who does something and what
_MEANWHILE = re.compile(rf"(?:theo|trong)(?:\s[^\s.;:]+){{1,9}}?\s(?={VERB.pattern})")
# What is said of who does something: "(cơ quan thường trực)", "(Phó Chủ tịch UBND xã)"
# Who does it, too, in words that no body begins with: "các chi bộ và đảng viên thực hiện"
_AND_OTHERS = re.compile(
    rf"\s+và\s+(?P<others>[{LETTERS}]+(?:\s[{LETTERS}]+){{1,5}}?)(?=\s{VERB.pattern})"
)
_POST = re.compile(
    r"^\s*\((?:Phó |Ủy viên|Trưởng|Chủ tịch|Bí thư|Chánh|Giám đốc|(?:là )?(?:[Cc]ơ quan|[Đđ]ơn vị)"
    r"|[Tt]hường trực|[Đđ]ầu mối|sau đây|gọi tắt|viết tắt)[^()]*\)"
)
_CHAIRED = re.compile(r"chủ trì[,;]\s+")
_SHARING_ALL = re.compile(r"\s*(?:cùng )?phối hợp(?: thực hiện)?\s*:")
_MUST = (
    "có phương án ",
    "có kế hoạch ",
    "có giải pháp ",
    "có biện pháp ",
    "phải ",
    "cần ",
    "có nhiệm vụ ",
    "sẽ ",
    "được giao ",
    "được phân công ",
)
_IS_MADE = re.compile(
    r"(?:là|làm) (?:cơ quan |đơn vị |lực lượng )?(?:thường trực|đầu mối|nòng cốt)"
    rf"(?:, |[.;)]|$|\s(?={VERB.pattern}))"
)
# "X làm Tổ trưởng, Y làm Tổ phó": each of those appointed
_APPOINTED = re.compile(
    r"\s*(?:làm|là)\s+(?:(?:[Pp]hó )?(?:[Tt]rưởng (?:[Đđ]oàn|[Bb]an|[Nn]hóm)|[Nn]hóm trưởng"
    r"|[Tt]ổ trưởng|[Đđ]ội trưởng|[Cc]hủ tịch)|[Tt]ổ phó|[Đđ]ội phó|[Nn]hóm phó)(?!\w)"
)
_OPENING = re.compile(
    r"(?:(?:Trên cơ sở|Căn cứ|Định kỳ|Hằng|Hàng|Trước|Trong|Từ|Sau|Khi|Theo|Vào"
    r"|Đến|Chậm nhất)\b[^,;]{2,120},\s*)"
    r"(?:(?:[Cc]hậm nhất|[Vv]ào|[Tt]rước|[Tt]rong|[Tt]ừ|[Đđ]ến|[Nn]hân)\b[^,;]{2,120},\s*)?"
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
    _add_labelled(roles, text, names)
    _add_leads(roles, text, names)
    for find in (_behind, _doers_in_brackets, _likely_subject):
        if not roles.leads:
            roles.add(leads=find(text, names))
    for _at, bodies, _end in _after(_SHARED, text, names):
        roles.add(coordinators=[each for each in bodies if each not in roles.leads])
    # Of the pair "Phòng A chủ trì, Phòng B phối hợp", which does what a colon leads to
    for _at, bodies, end in _after(_CHAIRED, text, names):
        roles.add(coordinators=bodies if _SHARING_ALL.match(text, end) else [])
    shared = _before(_SHARING, text, names, _shared_at(text, names))
    roles.add(coordinators=[each for each in shared if each not in roles.leads])
    return roles


def _add_leads(roles: Roles, text: str, names: Names) -> None:
    """Add those to whom a task is given, who do it, and who chair it."""
    for _at, bodies, _end in _after(_GIVEN, text, names):
        roles.add(leads=bodies)
    for _at, bodies, end in _after(_DONE_BY, text, names):
        if _LEADING.match(text, end) or _DOES.match(text, end):
            roles.add(leads=bodies)
    subject, end = subject_of(text, names)
    # "UBND xã giao Phòng Kinh tế …": who gives a task does not lead it
    is_giver = bool(roles.leads) and _GIVEN.match(text, end)
    roles.add(leads=[] if is_giver else subject)
    for pattern in (_LEADING, _APPOINTED):
        roles.add(leads=_before(pattern, text, names, _shared_at(text, names)))


def _shared_at(text: str, names: Names) -> set[int]:
    """Where lists of bodies begin with which a task is shared."""
    return {at for at, _list, _end in _after(_SHARED, text, names)}


def roles_of_aside(text: str, names: Names) -> Roles:
    """Who is meant by words that only say who: of several bodies those that do it lead."""
    roles = roles_in(text, names)
    doing = _before(_DOES_IT, text, names, _shared_at(text, names))
    coordinators = [each for each in roles.coordinators if each not in doing]
    return Roles(doing, coordinators) if doing else roles


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


def _behind(text: str, names: Names) -> list[str]:
    """Bodies behind what a verb says that they do."""
    found: list[str] = []
    # Lists that were read: a comma within one begins no other
    lists = [(at, end) for at, _bodies, end in _after(_SHARED, text, names)]
    for joint in _BEHIND.finditer(text):
        if any(at <= joint.start() < end for at, end in lists):
            continue
        bodies, end = list_at(text, joint.end(), names)
        lists.append((joint.end(), end))
        is_end = _ENDS.match(text, end) and _is_after_work(text, joint)
        if bodies and (is_end or _ENDS_DOING.match(text, end)):
            found += bodies
    return found


def _doers_in_brackets(text: str, names: Names) -> list[str]:
    """Who does a part of it, as in "(Văn phòng chuẩn bị hồ sơ, Ban Tổ chức trình)"."""
    found: list[str] = []
    for brackets in re.finditer(r"\(([^()]{5,200})\)", text):
        at = 0
        while at < len(brackets[1]):
            bodies, end = list_at(brackets[1], at, names)
            does = _DOES_A_PART.match(brackets[1], end)
            if not bodies or not does:
                break
            found += bodies
            at = does.end()
    return found


def _likely_subject(text: str, names: Names) -> list[str]:
    """The bodies that a sentence begins with, whatever verb comes after them."""
    start = len(text) - len(without_connectives(text))
    bodies, end = list_at(text, start, names)
    follows = _LOWER.match(text, end)
    return bodies if follows and follows[1] not in _NO_PREDICATE else []


def _is_after_work(text: str, joint: re.Match[str]) -> bool:
    """Whether a colon or a dash that is in no name parts who does something from what."""
    said = re.split(r"[.;(]\s+", text[: joint.start()])[-1]
    is_apart = joint["dash"] and not said.rpartition(" ")[2][:1].isupper()
    is_parted = bool(joint["colon"] or is_apart)
    leads_on = _LEADS_TO_NAMES.search(said) or (joint["colon"] and _LISTS_OBJECTS.search(said))
    return is_parted and begins_with_verb(said) and not leads_on


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
        others = _AND_OTHERS.match(text, end) if bodies else None
        if others and not is_verb_at(others["others"]):
            return [*bodies, others["others"]], others.end()
    return [], 0


def begins_with_body(text: str, names: Names) -> bool:
    """Whether a clause begins with who does it, whatever verb comes after a name."""
    likely = text[:1].isupper() and _likely_subject(text, names)
    return bool(likely or subject_of(text, names)[0])


def speaks_of(text: str, names: Names) -> bool:
    """Whether a sentence names at its beginning who does it, so that the next ones go on so."""
    if given := _GIVEN.match(text):
        return bool(list_at(text, given.end(), names)[0])
    if directed := _DIRECTED.match(text):
        bodies, end = list_at(text, directed.end(), names)
        return bool(bodies and _LEADING.match(text, end))
    return bool(subject_of(text, names)[0])


def _is_followed_by_doing(text: str, end: int) -> bool:
    rest = _POST.sub("", text[end:]).lstrip()
    if rest[:1] in (":", "") or rest in (".", ";"):
        return True
    rest = rest.lstrip(",( ")
    rest = rest[len(found[0]) :] if (found := _MEANWHILE.match(rest)) else rest
    return (
        is_verb_at(rest)
        or begins_with_verb(rest)
        or bool(rest.startswith(_MUST) or _IS_MADE.match(rest))
    )
