"""What a paragraph says: statements that each are a task, and what only says who or when of one."""

import re
from dataclasses import dataclass, field

from plans.reading.bodies import Names, list_at
from plans.reading.clauses import begins_with_verb, clauses_of, depths_of, sentences_of
from plans.reading.deadlines import deadline_end
from plans.reading.roles import begins_with_body, speaks_of
from plans.reading.vocabulary import LETTERS

# A sentence that begins so says something about the one before it
_GOES_ON = re.compile(
    r"(?:(?:Cuộc|Đợt|Lần|Lớp|Kỳ|Vòng|Giai đoạn)(?: thứ)? (?:nhất|một|hai|1|2)\b"
    r"|Trong đó|Cụ thể|Xác định đây|Đây là|Coi đây|Xem đây|Việc này|Nội dung này|Qua đó"
    r"|Tuy nhiên|Theo đó,? (?:mỗi|các)"
    r"|Riêng trong|Thời gian qua|Hiện nay|Trong thời gian qua|Những năm qua|Thời gian thực hiện"
    r"|Thời gian hoàn thành|Thời gian(?: [^\W\d_]+){1,4}:|Mốc (?:thời gian )?[^\W\d_]+"
    r"|Thời hạn|Hoàn thành (?:trước|trong)|Xong trước|Kết quả gửi|Sản phẩm|Chủ trì:|Phối hợp:"
    r"|Lộ trình(?: thực hiện)?:|Đầu mối:"
    r"|Trách nhiệm(?: thực hiện| chính)?:|Phân công(?: [^\W\d_]+){0,2}:"
    r"|(?:Đơn vị|Cơ quan|Bộ phận|Các đơn vị|Các cơ quan) (?:chủ trì|phối hợp|thực hiện|phụ trách"
    r"|tham gia:|đầu mối|tham mưu:|thường trực:))"
)
_LABEL = (
    r"(?P<label>(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|cá nhân)\s+)?(?:chủ trì"
    r"|phối hợp)(?:(?: thực hiện| tham mưu)|,? thực hiện)?"
    r"|(?:các )?(?:đơn vị|cơ quan|bộ phận|lực lượng) (?:thực hiện|phụ trách|đầu mối|tham mưu"
    r"|tham gia|thường trực)|đầu mối|phân công(?: thực hiện| phụ trách)?"
    r"|trách nhiệm(?: thực hiện| chính)?"
    r"|người (?:thực hiện|phụ trách|chịu trách nhiệm)|lộ trình(?: thực hiện)?"
    r"|thời gian(?: [^\W\d_]+){0,4}|mốc(?: [^\W\d_]+){1,4}"
    r"|(?:nội dung|đối tượng|phương pháp) (?:kiểm tra|giám sát)"
    r"|thời (?:hạn|điểm)(?: [^\W\d_]+){0,3}"
    r"|tiến độ|hoàn thành|sản phẩm|kết quả|yêu cầu sản phẩm|phụ trách|chỉ tiêu|kinh phí|hình thức"
    r"|địa điểm|thành phần)\s*:\s*"
)
DETAIL = re.compile(rf"(?:[-+*•–]\s*)?{_LABEL}", re.IGNORECASE)
_MORE = re.compile(rf"(?<=[.;])\s+(?:[-–]\s+)?|(?<=[,)])\s+(?:[-–]\s+)?(?={_LABEL})", re.IGNORECASE)
# What somebody does in a task that is named before: "Giao Công an xã theo dõi, đôn đốc"
_ALONE = (
    r"tham mưu|hướng dẫn|theo dõi|đôn đốc|giám sát|(?:trực tiếp )?chỉ đạo|chỉ huy|hỗ trợ|chuẩn bị"
    r"|soạn thảo|trình|báo cáo|tổng hợp|(?:là|làm)(?: lực lượng| cơ quan| đơn vị)?"
    r" (?:nòng cốt|đầu mối|thường trực)"
)
_PAST = re.compile(rf"(?<![{LETTERS}])(?:đã|chưa|đạt được)(?![{LETTERS}])")
_DOING = re.compile(
    r"(?:chịu trách nhiệm|chủ trì(?: tham mưu)?|(?:tổ chức |triển khai )?thực hiện|triển khai"
    r"|phụ trách|đảm nhiệm|đảm trách|phối hợp(?: chặt chẽ| tốt)?"
    rf"|(?:{_ALONE})(?=\s*(?:[.;,)]|$|(?:và|hằng|hàng|định kỳ|trước|trong|xong|hoàn thành)\s)))"
    rf"(?: (?:nội dung|nhiệm vụ|việc|công việc) này)?(?![{LETTERS}])",
    re.IGNORECASE,
)
_LINKING = re.compile(
    r"[\s,;.()–-]+|(?:thời gian|thời hạn|tiến độ)(?: hoàn thành| thực hiện)?\s*:?"
    r"|(?:giao(?: cho)?|phân công(?: cho)?|cùng(?: với)?|với|và|do|hoàn thành|xong)"
    rf"(?![{LETTERS}])",
    re.IGNORECASE,
)
# Who is not named before does the same as a task of its own: "Các đơn vị còn lại xong trước 30/9"
_OTHERS = re.compile(rf"còn lại(?![{LETTERS}])", re.IGNORECASE)


@dataclass
class Statement:
    """`words` say what is done; `given` are the sentences after them that say more of it."""

    words: str
    given: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join([self.words, *self.given])

    def asides(self) -> list[str]:
        """What is given, also in brackets."""
        return [*re.findall(r"\(([^()]*)\)", self.words), *self.given]


def statements_of(text: str, names: Names) -> list[Statement]:
    """The clauses of a paragraph that each are a task, with what is said about them."""
    found: list[Statement] = []
    for sentence in sentences_of(text):
        goes_on = _GOES_ON.match(sentence)
        if found and (goes_on or DETAIL.match(sentence)):
            found[-1].given.append(sentence)
            continue
        if not found and goes_on and not DETAIL.match(sentence):
            continue
        clauses = clauses_of(
            sentence,
            lambda rest: begins_with_body(rest, names) or _is_due_apart(rest),
            lambda words: list_at(words, 0, names)[1] == len(words),
        )
        for clause in clauses:
            if found and only_gives(clause, names):
                found[-1].given.append(clause)
            else:
                found.append(_parted(clause, names))
    return found


def _is_due_apart(clause: str) -> bool:
    """Whether a clause sets its own date at its beginning: "đến năm 2027, mỗi trạm có bác sĩ"."""
    end = deadline_end(clause, 0)
    own = clause[end:].lstrip()
    has_number = any(letter.isdigit() for letter in clause[:end])
    return has_number and (own.startswith(", ") or begins_with_verb(own))


def _parted(clause: str, names: Names) -> Statement:
    """`clause` before what only gives, as in "Lắp đèn; chủ trì: UBND xã; trước ngày 30/9"."""
    depths = depths_of(clause)
    if DETAIL.match(clause):
        return Statement(clause)
    for found in _MORE.finditer(clause):
        rest = clause[found.end() :]
        if not depths[found.start()] and (DETAIL.match(rest) or only_gives(rest, names)):
            return Statement(clause[: found.start()], [rest])
    return Statement(clause)


def only_gives(words: str, names: Names) -> bool:
    """Whether `words` say only who does something, or until when."""
    if _OTHERS.search(words):
        return False
    at = 0
    has_bodies = does = has_deadline = False
    while at < len(words):
        bodies, end = list_at(words, at, names)
        if bodies:
            has_bodies, at = True, end
        elif (end := deadline_end(words, at)) > at:
            has_deadline, at = True, end
        elif found := _DOING.match(words, at):
            does, at = True, found.end()
        elif found := _LINKING.match(words, at):
            at = found.end()
        else:
            return False
    return has_deadline or (has_bodies and does)


def is_detail(label: str) -> bool:
    """Whether a line with this label says who, when or with what result a task is done."""
    return bool(DETAIL.match(f"{label}: "))


def says_what_to_do(words: str, names: Names) -> bool:
    """Whether a line gives something to do, or says who does it; not one about the past."""
    if _PAST.search(words):
        return False
    return bool(DETAIL.match(words)) or begins_with_verb(words) or speaks_of(words, names)
