"""Proposed tasks: the sentences and clauses of the parts that say what to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plans.reading.bodies import Names, list_at
from plans.reading.clauses import clauses_of, sentences_of, title_of, without_connectives
from plans.reading.deadlines import CONTINUOUS, ONE_OFF, RECURRING, Frame, deadline_in
from plans.reading.documents import cited_in
from plans.reading.findings import TaskFound
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.roles import Roles, roles_in, speaks_of, subject_of
from plans.reading.structure import Node
from plans.reading.targets import targets_in
from tracker.lib.text import fold

MAX_CODE = 12
# Ten pages without a break are no paragraph of a plan
MAX_PARAGRAPH = 25_000
# A sentence that begins so says something about the one before it
_GOES_ON = re.compile(
    r"(?:Trong đó|Cụ thể|Xác định đây|Đây là|Coi đây|Xem đây|Việc này|Nội dung này|Qua đó"
    r"|Tuy nhiên|Theo đó,? (?:mỗi|các)"
    r"|Riêng trong|Thời gian qua|Hiện nay|Trong thời gian qua|Những năm qua|Thời gian thực hiện"
    r"|Thời gian hoàn thành"
    r"|Thời hạn|Hoàn thành (?:trước|trong)|Xong trước|Kết quả gửi|Sản phẩm|Chủ trì:|Phối hợp:"
    r"|Đơn vị (?:chủ trì|phối hợp|thực hiện)"
    r"|Cơ quan (?:chủ trì|phối hợp|thực hiện))"
)
_CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình|Quá trình|Nhận được (?:Kế hoạch|Chương trình|Kết luận)"
    r"|Kế hoạch này (?:được|có hiệu lực|thay thế)"
    r"|Chương trình (?:hành động )?này (?:được|có)|Kết luận này"
    r"|Yêu cầu các .{3,120}nghiêm túc (?:thực hiện|triển khai))"
)
_DETAIL = re.compile(
    r"(?:[-+*•–]\s*)?(?P<label>(?:(?:cơ quan|đơn vị|bộ phận|cá nhân)\s+)?(?:chủ trì"
    r"|phối hợp)(?:(?: thực hiện)|,? thực hiện)?"
    r"|(?:đơn vị|cơ quan) thực hiện|phân công(?: thực hiện)?|thời gian(?: hoàn thành| thực hiện)?"
    r"|thời hạn(?: hoàn thành)?"
    r"|tiến độ|hoàn thành|sản phẩm|kết quả|yêu cầu sản phẩm|phụ trách|chỉ tiêu|kinh phí|hình thức"
    r"|địa điểm|thành phần)\s*:\s*",
    re.IGNORECASE,
)
_DOES_IT = re.compile(
    r"\s*(?:chủ trì,?\s*)?(?:thực hiện|phụ trách|đảm nhiệm|triển khai)?"
    r"(?: (?:nội dung|nhiệm vụ|việc) này)?,?\s*(?:(?:xong|hoàn thành|trước|trong)\b.{0,40})?[.;]?$"
)
_DELIVERABLE = re.compile(
    r"(?:Sản phẩm|Kết quả|Sản phẩm đầu ra)(?: đầu ra)?\s*:\s*(?P<words>[^.;()]{2,300})",
    re.IGNORECASE,
)
_ONE_OFF_VERB = re.compile(
    r"(?:ban hành|xây dựng (?:kế hoạch|đề án|chương trình|quy chế|phương án|hướng dẫn)|thành lập"
    r"|kiện toàn|lập|"
    r"tổ chức (?:hội nghị|lễ|hội thi|ra mắt|tổng kết|sơ kết|đại hội)|hoàn thành|tham mưu|trình"
    r"|sửa chữa|lắp đặt|cụ thể)",
    re.IGNORECASE,
)


@dataclass
class Codes:
    """Unique codes of the tasks of a plan, of at most 12 characters."""

    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def below(self, base: str) -> str:
        """The next number below `base`."""
        while True:
            self.counts[base] = self.counts.get(base, 0) + 1
            number = str(self.counts[base])
            code = f"{base}.{number}" if len(base) + len(number) < MAX_CODE else ""
            if not code:
                code = f"{base[: MAX_CODE - 1 - len(number)]}.{number}"
            if code not in self.taken:
                self.taken.add(code)
                return code

    def own(self, code: str) -> str:
        """`code` itself if it is free."""
        if code in self.taken or len(code) > MAX_CODE:
            return self.below(code[:MAX_CODE])
        self.taken.add(code)
        return code


@dataclass
class Collector:
    """Gathers the tasks of one group from the nodes below its heading."""

    names: Names
    frame: Frame
    codes: Codes
    paragraphs: Sequence[MendedParagraph]
    code: str = ""
    is_organization: bool = False
    tasks: list[TaskFound] = field(default_factory=list)

    def collect_group(self, heading: Node, inherited: Roles) -> None:
        """The tasks below the heading of the group, or the heading itself if it is one."""
        if all(_DETAIL.match(child.words) for child in heading.children):
            self._add(heading.words, [heading.at], self.codes.below(self.code), inherited)
        for node in heading.children:
            self.collect(node, self.code, inherited)

    def collect(self, node: Node, base: str, inherited: Roles) -> None:
        """The tasks of `node` and of those below it. `inherited` are the bodies of the heading."""
        if self.paragraphs[node.at].rows or len(node.words) > MAX_PARAGRAPH:
            return
        if _DETAIL.match(node.words) and self.tasks:
            self._add_detail(node)
            return
        own = self._base_of(node, base)
        if node.is_heading or (node.children and node.words.endswith(":")):
            self._collect_below_heading(node, own, inherited)
            return
        subject = self._add_sentences(node, base, own, inherited)
        for child in node.children:
            self.collect(child, own if child.mark else base, subject)

    def _collect_below_heading(self, node: Node, own: str, inherited: Roles) -> None:
        roles = heading_roles(node.words, self.names)
        below = roles if roles.leads else inherited
        if node.children and all(_DETAIL.match(child.words) for child in node.children):
            self._add(node.words, [node.at], self._code(node, own, 1, own), inherited)
        for child in node.children:
            self.collect(child, own, below)

    def _base_of(self, node: Node, base: str) -> str:
        """The code that the numbers below `node` go on from."""
        if node.mark is None or not node.label[:1].isalnum():
            return base
        if node.label.count(".") and base.rpartition(".")[2] == node.label.split(".")[0]:
            return f"{base.rpartition('.')[0]}.{node.label}".strip(".")
        if node.label.startswith(f"{base}."):
            return node.label
        return f"{base}.{node.label}"

    def _add_sentences(self, node: Node, base: str, own: str, inherited: Roles) -> Roles:
        """A task of each clause; returns the bodies that the paragraph speaks of."""
        units = units_of(node.words, self.names)
        subject = inherited
        for unit in units:
            if _CLOSING.match(unit):
                continue
            before = len(self.tasks)
            self._add(unit, [node.at], self._code(node, own, len(units), base), subject)
            if speaks_of(unit, self.names) and len(self.tasks) > before:
                subject = Roles(leads=self.tasks[-1].leads, coordinators=[])
        return subject

    def _code(self, node: Node, own: str, num_units: int, base: str) -> str:
        is_numbered = node.mark is not None and node.label[:1].isdigit()
        if num_units == 1 and is_numbered and not self.is_organization:
            return self.codes.own(own)
        return self.codes.below(own if is_numbered else base)

    def _add(self, text: str, passages: list[int], code: str, inherited: Roles) -> None:
        title = title_of(_action(text, self.names)) or title_of(text)
        if not title:
            return
        roles = roles_in(text, self.names)
        deadline, kind = deadline_in(text, self.frame)
        product = _DELIVERABLE.search(text)
        self.tasks.append(
            TaskFound(
                code=code,
                title=title,
                text=text,
                kind=kind or _kind_of(text),
                passages=passages,
                leads=roles.leads or list(inherited.leads),
                coordinators=roles.coordinators or list(inherited.coordinators),
                deliverable=product["words"].strip() if product else "",
                deadline=deadline,
                targets=list(targets_in(text)),
            )
        )

    def _add_detail(self, node: Node) -> None:
        """A line such as "- Chủ trì: Văn phòng Đảng ủy" says something of the task before it."""
        task = self.tasks[-1]
        roles = roles_in(node.words, self.names)
        found = _DETAIL.match(node.words)
        label, words = fold(found["label"]) if found else "", node.words
        if roles.leads or roles.coordinators:
            task.leads = roles.leads or task.leads
            task.coordinators = roles.coordinators or task.coordinators
        if label.startswith(("thoi", "tien do", "hoan thanh")):
            rest = words[found.end() :] if found else words
            deadline, kind = deadline_in(rest.rstrip(". ;"), self.frame, is_cell=True)
            task.deadline, task.kind = deadline, kind or task.kind
        elif label.startswith(("san pham", "ket qua", "yeu cau san")) and found:
            task.deliverable = words[found.end() :].strip(" .;")[:300]
        task.targets += list(targets_in(words))
        task.passages.append(node.at)


def units_of(text: str, names: Names) -> list[str]:
    """The clauses of a paragraph that each are a task."""
    units: list[str] = []
    for sentence in sentences_of(text):
        if units and (_GOES_ON.match(sentence) or _only_gives(sentence, names)):
            units[-1] = f"{units[-1]} {sentence}"
            continue
        if not units and _GOES_ON.match(sentence) and not _DETAIL.match(sentence):
            continue
        units += clauses_of(
            sentence,
            lambda rest: bool(subject_of(rest, names)[0]),
            lambda words: list_at(words, 0, names)[1] == len(words),
        )
    return units


def is_detail(label: str) -> bool:
    """Whether a line with this label says who, when or with what result a task is done."""
    return bool(_DETAIL.match(f"{label}: "))


def heading_roles(heading: str, names: Names) -> Roles:
    """The bodies that a heading names: alone, or with what they are given to do."""
    words = heading.strip(" :.")
    bodies, end = list_at(words, 0, names)
    if bodies and not words[end:].strip(" :."):
        return Roles(leads=bodies)
    return roles_in(heading, names) if heading.rstrip().endswith(":") else Roles()


def _only_gives(sentence: str, names: Names) -> bool:
    """Whether a sentence only says who does what the one before says, and until when."""
    given = re.match(r"(?:Giao|Phân công)(?: cho)?\s+", sentence)
    bodies, end = list_at(sentence, given.end(), names) if given else ([], 0)
    return bool(bodies and _DOES_IT.match(sentence[end:]))


def with_documents(tasks: list[TaskFound], numbers: dict[str, int]) -> None:
    """Link each task with the documents that its text cites."""
    for task in tasks:
        cited = (numbers.get(each.document.number) for each in cited_in(task.text))
        task.documents = list(dict.fromkeys(at for at in cited if at is not None))


def _action(text: str, names: Names) -> str:
    """What is to be done, without the bodies that do it."""
    own = without_connectives(text)
    own = re.sub(r"\s*\([^()]*(?:chủ trì|hoàn thành|Chủ trì|thời gian)[^()]*\)", "", own)
    given = re.match(r"(?:Giao(?: cho)?|Yêu cầu|Đề nghị|Phân công)\s+", own, re.IGNORECASE)
    bodies, end = list_at(own, given.end() if given else 0, names)
    if not bodies:
        return own
    rest = own[end:]
    chairing = re.match(
        r"\s*(?:là (?:cơ quan|đơn vị) )?(?:chịu trách nhiệm )?chủ trì(?!/),?\s*(?:tham mưu(?=,))?",
        rest,
    )
    rest = rest[chairing.end() :] if chairing else rest
    shared = re.match(r"[\s,]*phối hợp(?: chặt chẽ| tốt)?\s*(?:cùng với|với|cùng)?\s+", rest)
    if shared:
        _others, stop = list_at(rest, shared.end(), names)
        rest = rest[stop:] if stop > shared.end() else rest
    rest = rest.lstrip(" ,:")
    return re.sub(r"^(?:có trách nhiệm|chịu trách nhiệm)\s+", "", rest) or own


def _kind_of(text: str) -> str:
    return ONE_OFF if _ONE_OFF_VERB.match(without_connectives(text)) else CONTINUOUS


def task_of_row(text: str, code: str, at: int) -> TaskFound:
    return TaskFound(code=code, title=title_of(text), text=text, kind=CONTINUOUS, passages=[at])


def with_deadline(task: TaskFound, words: str, frame: Frame) -> TaskFound:
    """`task` with the deadline of its cell."""
    deadline, kind = deadline_in(words, frame, is_cell=True)
    return replace(task, deadline=deadline, kind=kind or task.kind)


__all__ = ["RECURRING", "Codes", "Collector", "task_of_row", "with_deadline", "with_documents"]
