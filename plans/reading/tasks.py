"""Proposed tasks: the sentences and clauses of the parts that say what to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plans.reading.actions import action_of, heading_roles
from plans.reading.bodies import Names, list_at
from plans.reading.clauses import title_of, without_connectives
from plans.reading.codes import Codes
from plans.reading.days import Frame
from plans.reading.deadline_words import CONTINUOUS, OFTEN, ONE_OFF, RECURRING
from plans.reading.deadlines import deadline_in, labelled_deadline, schedule_at
from plans.reading.documents import cited_in
from plans.reading.findings import DeadlineFound, TaskFound
from plans.reading.formulas import CLOSING
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.roles import Roles, roles_in, roles_of_aside, speaks_of
from plans.reading.statements import DETAIL, Statement, only_gives, statements_of
from plans.reading.structure import Node
from plans.reading.targets import targets_in
from tracker.lib.text import fold

# Ten pages without a break are no paragraph of a plan
MAX_PARAGRAPH = 25_000
# Of all that a paragraph says, at its end
_GIVEN_AT_END = re.compile(r"(?:\((?P<brackets>[^()]*)\)|\s[-–]\s+(?P<dash>[^()–;]*))[.;/]*$")
_GIVEN_ROLE = re.compile(r"[Cc]hủ trì|[Pp]hụ trách|[Tt]hực hiện|tham mưu")
# Labels, folded
_OF_TIME = ("thoi", "tien do", "lo trinh", "hoan thanh")
_OF_ROLES = re.compile(
    r"chu tri|phoi hop|don vi|co quan|bo phan|phu trach|phan cong|dau moi|trach nhiem|nguoi"
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
class Collector:
    """Gathers the tasks of one group from the nodes below its heading."""

    names: Names
    frame: Frame
    codes: Codes
    paragraphs: Sequence[MendedParagraph]
    code: str = ""
    is_organization: bool = False
    tasks: list[TaskFound] = field(default_factory=list)
    # The months that the heading of a schedule names for the lines below it
    schedule: DeadlineFound = field(default_factory=DeadlineFound)

    def collect_group(self, heading: Node, inherited: Roles) -> None:
        """The tasks below the heading of the group, or the heading itself if it is one."""
        if all(self._is_detail(child) for child in heading.children):
            code = self.codes.below(self.code)
            self._add(Statement(heading.words), [heading.at], code, inherited)
        self.schedule = schedule_at(heading.words, self.frame)[0]
        nodes, inherited = self._below_details(heading.children, inherited)
        for node in nodes:
            self.collect(node, self.code, inherited)

    def _below_details(self, nodes: list[Node], inherited: Roles) -> tuple[list[Node], Roles]:
        """The lines below those that say right under a heading who does all, or until when."""
        first = next((at for at, node in enumerate(nodes) if not self._is_detail(node)), 0)
        for node in nodes[:first]:
            roles = roles_in(node.words, self.names)
            leads = roles.leads or inherited.leads
            inherited = Roles(leads, roles.coordinators or inherited.coordinators)
            deadline, _kind = labelled_deadline(node.words, self.frame)
            self.schedule = deadline if deadline.words else self.schedule
        return nodes[first:], inherited

    def collect(self, node: Node, base: str, inherited: Roles) -> None:
        """The tasks of `node` and of those below it. `inherited` are the bodies of the heading."""
        if self.paragraphs[node.at].rows or len(node.words) > MAX_PARAGRAPH:
            return
        if self.tasks and self._is_detail(node):
            self._add_detail(node)
            return
        above = self.schedule
        schedule, end = schedule_at(node.words, self.frame)
        self.schedule = schedule if end else above
        if end and end == len(node.words) and not node.children:
            return  # "Tháng 5:" is about the lines after it
        self._collect_tasks(node, base, inherited)
        self.schedule = above

    def _collect_tasks(self, node: Node, base: str, inherited: Roles) -> None:
        own = self._base_of(node, base)
        if node.is_heading or (node.children and node.words.endswith(":")):
            self._collect_below_heading(node, own, inherited)
            return
        subject = self._add_sentences(node, base, own, inherited)
        for child in node.children:
            self.collect(child, own if child.mark else base, subject)

    def _is_detail(self, node: Node) -> bool:
        """Whether a line says more of the task before it."""
        if DETAIL.match(node.words):
            return True
        is_numbered = node.label[:1].isalnum()
        return not (self.is_organization or is_numbered) and only_gives(node.words, self.names)

    def _collect_below_heading(self, node: Node, own: str, inherited: Roles) -> None:
        roles = heading_roles(node.words, self.names)
        below = roles if roles.leads else inherited
        if node.children and all(
            self._is_detail(child) or CLOSING.match(child.words) for child in node.children
        ):
            self._add(Statement(node.words), [node.at], self._code(node, own, 1, own), inherited)
        children, below = self._below_details(node.children, below)
        for child in children:
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
        statements = statements_of(node.words, self.names)
        subject = inherited
        for statement in statements:
            if CLOSING.match(statement.words):
                continue
            before = len(self.tasks)
            code = self._code(node, own, len(statements), base)
            self._add(statement, [node.at], code, subject)
            words = statement.words[schedule_at(statement.words, self.frame)[1] :]
            if speaks_of(words, self.names) and len(self.tasks) > before:
                subject = Roles(leads=self.tasks[-1].leads, coordinators=[])
        if len(statements) > 1 and self.tasks:
            self._share_last(node.words, statements[-1])
        return subject

    def _share_last(self, words: str, last: Statement) -> None:
        """Share what the last sentence of a paragraph says of all that it gives to do."""
        labels = [fold(found["label"]) for found in map(DETAIL.match, last.given) if found]
        is_at_end = self._is_given_at_end(words)
        self._share(
            self.tasks[-1],
            has_roles=is_at_end or any(map(_OF_ROLES.search, labels)),
            has_deadline=is_at_end or any(label.startswith(_OF_TIME) for label in labels),
        )

    def _is_given_at_end(self, words: str) -> bool:
        """Whether a paragraph ends with who does all that it says, in brackets or behind a dash."""
        found = _GIVEN_AT_END.search(words)
        if not found or not _GIVEN_ROLE.search(found[0]):
            return False
        return bool(found["brackets"] or list_at(found["dash"], 0, self.names)[0])

    def _code(self, node: Node, own: str, num_statements: int, base: str) -> str:
        """The code of a point that is one task; one below it for each task of any other."""
        if not node.label[:1].isalnum():
            return self.codes.below(base)
        has_more = any(
            not child.label[:1].isalnum() and not self._is_detail(child) for child in node.children
        )
        if num_statements == 1 and not has_more and not self.is_organization:
            return self.codes.own(own)
        return self.codes.below(own)

    def _add(self, statement: Statement, passages: list[int], code: str, inherited: Roles) -> None:
        schedule, end = schedule_at(statement.words, self.frame)
        action = replace(statement, words=statement.words[end:])
        title = title_of(action_of(action.words, self.names)) or title_of(statement.words)
        if not title:
            return
        text = statement.text
        roles = self._roles_of(action)
        deadline, kind = self._deadline_of(action.text, schedule if end else self.schedule)
        product = _DELIVERABLE.search(text)
        self.tasks.append(
            TaskFound(
                code=code,
                title=title,
                text=text,
                kind=kind or _kind_of(action.words),
                passages=passages,
                leads=roles.leads or list(inherited.leads),
                coordinators=roles.coordinators or list(inherited.coordinators),
                deliverable=product["words"].strip() if product else "",
                deadline=deadline,
                targets=list(targets_in(text)),
            )
        )

    def _deadline_of(self, text: str, schedule: DeadlineFound) -> tuple[DeadlineFound, str]:
        """The deadline in `text` with the kind of work it means; else that of the `schedule`."""
        deadline, kind = deadline_in(text, self.frame)
        labelled = labelled_deadline(text, self.frame)
        if labelled[1] and (labelled[0].date or not deadline.date):
            deadline, kind = labelled
        if kind:
            return deadline, kind
        return schedule, ONE_OFF if schedule.date else ""

    def _roles_of(self, statement: Statement) -> Roles:
        roles = roles_in(statement.text, self.names)
        for sentence in statement.asides():
            if only_gives(sentence, self.names):
                more = roles_of_aside(sentence, self.names)
                named = [*roles.leads, *roles.coordinators]
                roles.add(leads=[each for each in more.leads if each not in named])
        return roles

    def _add_detail(self, node: Node) -> None:
        """A line such as "- Chủ trì: Văn phòng Đảng ủy" says something of the task before it."""
        task = self.tasks[-1]
        roles = roles_in(node.words, self.names)
        if roles.leads or roles.coordinators:
            self._add_roles(task, roles)
        found = DETAIL.match(node.words)
        if found:
            self._add_labelled(task, fold(found["label"]), node.words[found.end() :])
        else:
            deadline, kind = deadline_in(node.words, self.frame)
            task.deadline = deadline if deadline.words else task.deadline
            task.kind = kind or task.kind
            self._share(task, has_deadline=bool(deadline.words))
        task.targets += list(targets_in(node.words))
        task.passages.append(node.at)

    def _add_roles(self, last: TaskFound, roles: Roles) -> None:
        """Give `roles` to the tasks of the paragraph before that name nobody, else to the last."""
        own = [each for each in self.tasks if each.passages[0] == last.passages[0]]
        for task in [each for each in own if not each.leads] or [last]:
            task.leads = roles.leads or task.leads
            task.coordinators = roles.coordinators or task.coordinators
        self._share(last, has_roles=True)

    def _share(
        self, task: TaskFound, *, has_roles: bool = False, has_deadline: bool = False
    ) -> None:
        """Give what was said behind the last clause of a paragraph to those before it."""
        for other in self.tasks[:-1]:
            if other.passages[0] != task.passages[0]:
                continue
            if has_roles and not other.leads:
                other.leads = list(task.leads)
            if has_roles and other.leads == task.leads:
                other.coordinators = other.coordinators or list(task.coordinators)
            if has_deadline and not other.deadline.words:
                other.deadline, other.kind = task.deadline, task.kind

    def _add_labelled(self, task: TaskFound, label: str, words: str) -> None:
        """Take the deadline or the result that stands after its label."""
        if label.startswith(_OF_TIME):
            deadline, kind = deadline_in(words.rstrip(". ;"), self.frame, is_cell=True)
            own = [each for each in self.tasks if each.passages[0] == task.passages[0]]
            for each in [one for one in own if not one.deadline.words] or [task]:
                each.deadline, each.kind = deadline, kind or each.kind
        elif label.startswith(("san pham", "ket qua", "yeu cau san")):
            task.deliverable = words.strip(" .;")[:300]


def with_documents(tasks: list[TaskFound], numbers: dict[str, int]) -> None:
    """Link each task with the documents that its text cites."""
    for task in tasks:
        cited = (numbers.get(each.document.number) for each in cited_in(task.text))
        task.documents = list(dict.fromkeys(at for at in cited if at is not None))


def _kind_of(text: str) -> str:
    if OFTEN.search(text):
        return RECURRING
    return ONE_OFF if _ONE_OFF_VERB.match(without_connectives(text)) else CONTINUOUS


def task_of_row(text: str, code: str, at: int) -> TaskFound:
    return TaskFound(code=code, title=title_of(text), text=text, kind=CONTINUOUS, passages=[at])


def with_deadline(task: TaskFound, words: str, frame: Frame) -> TaskFound:
    """`task` with the deadline of its cell."""
    deadline, kind = deadline_in(words, frame, is_cell=True)
    return replace(task, deadline=deadline, kind=kind or task.kind)
