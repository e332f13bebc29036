"""Reads the lines of a plan into what is recognised in them. See `findings`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plans.reading import annexes, parts, structure
from plans.reading.actions import heading_roles
from plans.reading.attached import AttachedSpan, attached_in
from plans.reading.bodies import Names
from plans.reading.codes import Codes
from plans.reading.days import Frame
from plans.reading.deadlines import frame_of
from plans.reading.documents import cited_in, merged
from plans.reading.findings import (
    CorrectionFound,
    FootnoteFound,
    GroupFound,
    PartFound,
    PassageFound,
    PlanTargetFound,
    Reading,
    UnitFound,
)
from plans.reading.foot import FootSpan, read_foot
from plans.reading.head import HeadSpan, read_head
from plans.reading.labels import label_of
from plans.reading.lines import SourceLine
from plans.reading.marks import SIGN, mark_of
from plans.reading.mending.paragraphs import MendedParagraph, repaired
from plans.reading.problems import note_problems
from plans.reading.roles import Roles
from plans.reading.structure import ORGANIZATION, PURPOSES, TASKS, Node
from plans.reading.target_tables import targets_of as targets_of_tables
from plans.reading.targets import targets_of_plan
from plans.reading.tasks import Collector, with_documents
from tracker.lib.text import fold

MAX_GROUP_CODE = 10


def read(lines: Sequence[SourceLine], *, names: Mapping[str, str], on: date) -> Reading:
    """What is recognised in `lines`.

    `names` maps folded names, aliases and abbreviations of units to their codes. `on` stands for
    the day of a plan that has none.
    """
    repair = repaired(lines)
    paragraphs = repair.paragraphs
    head, span = read_head(paragraphs)
    foot = read_foot(paragraphs, span.end, head)
    reading = Reading(head=head, problems=repair.problems)
    _mark_kinds(paragraphs, span, foot)
    frame = frame_of(head.issued_on or span.about or on, head.subject)
    reader = _Reader(paragraphs, Names(names), frame)
    attached = attached_in(paragraphs, foot.end)
    if attached:
        _mark_attached(paragraphs, foot, attached)
        first, last = _first_after(paragraphs, attached.end), attached.foot.first
    else:
        first, last = _first_after(paragraphs, span.end), foot.first
    reader.read_parts(structure.tree(paragraphs, first, last))
    found, num_unknown = annexes.tables_of(paragraphs)
    may_repeat = bool(found and reader.groups)
    reader.groups += annexes.groups_of(found, reader.names, frame, reader.codes)
    reading.parts = reader.parts
    in_tables = targets_of_tables(paragraphs, frame.year or frame.issued_on.year)
    reading.targets = sorted([*reader.targets, *in_tables], key=lambda target: target.passage)
    reading.groups = sorted(reader.groups, key=lambda group: group.passage)
    _read_documents(reading, paragraphs)
    _read_notes(reading, paragraphs)
    _name_units(reading, reader.names)
    _number_passages(reading, paragraphs)
    note_problems(reading, num_unknown, may_repeat=may_repeat)
    return reading


def _first_after(paragraphs: Sequence[MendedParagraph], end: int) -> int:
    """The first paragraph after the preamble, which says why the plan is made."""
    for at in range(end, len(paragraphs)):
        if paragraphs[at].rows or mark_of(paragraphs[at].text):
            return at
        paragraphs[at].kind = "preamble"
    return len(paragraphs)


def _mark_kinds(paragraphs: Sequence[MendedParagraph], span: HeadSpan, foot: FootSpan) -> None:
    for at, paragraph in enumerate(paragraphs):
        if structure.footnote_mark(paragraph.text) and at > span.end:
            paragraph.kind = "footnote"
        elif at < span.title:
            paragraph.kind = "head"
        elif at < span.end:
            paragraph.kind = "title"
        elif foot.first <= at < foot.end:
            paragraph.kind = "recipients" if at < foot.signature else "signature"


def _mark_attached(
    paragraphs: Sequence[MendedParagraph], foot: FootSpan, attached: AttachedSpan
) -> None:
    """Mark the head and the foot of a plan below the decision that issues it."""
    for at in range(foot.end, attached.end):
        paragraphs[at].kind = "head" if at < attached.title else "title"
    for at in range(attached.foot.first, attached.foot.end):
        paragraphs[at].kind = "recipients" if at < attached.foot.signature else "signature"


@dataclass
class _Reader:
    """Gathers parts and groups."""

    paragraphs: Sequence[MendedParagraph]
    names: Names
    frame: Frame
    codes: Codes = field(default_factory=Codes)
    parts: list[PartFound] = field(default_factory=list)
    targets: list[PlanTargetFound] = field(default_factory=list)
    groups: list[GroupFound] = field(default_factory=list)

    def read_parts(self, root: Node) -> None:
        found = parts.parts_of(root)
        if not found:
            self._read_part(root, TASKS, is_only=True)
            return
        for part in found:
            parts.take_heading(part, self.paragraphs)
        roles = [parts.role_of(part, self.names) for part in found]
        num_tasks = roles.count(TASKS)
        for part, role in zip(found, roles, strict=True):
            heading = self.paragraphs[part.at].text
            if part.words not in heading:
                heading = f"{heading} {part.words}"
            self.parts.append(PartFound(heading, role, part.at, part.last))
            self.paragraphs[part.at].kind = "section_heading"
            if role == ORGANIZATION:
                self._read_organization(part)
            elif role == TASKS:
                self._read_part(part, role, is_only=num_tasks == 1)
            else:
                self._mark_headings(part)
                self._read_targets(part, role)

    def _mark_headings(self, part: Node) -> None:
        for node in part.walk():
            if node is not part and node.is_heading:
                self.paragraphs[node.at].kind = "group_heading"

    def _read_targets(self, node: Node, role: str) -> None:
        if role == PURPOSES:
            self.targets += targets_of_plan((each.at, each.words) for each in node.walk())

    def _read_part(self, part: Node, role: str, *, is_only: bool) -> None:
        """Each heading right below the part is a group; other lines are one of the part itself."""
        self._mark_headings(part)
        own: Collector | None = None
        base = part.label or "1"
        for place, node in enumerate(part.children, 1):
            if parts.is_about_purposes(node, self.names):
                self._read_targets(node, structure.topic_of(parts.label_of(node)))
                continue
            if node.is_heading and node.level < SIGN:
                label = node.label or str(place)
                code = label if is_only else f"{part.label}.{label}".strip(".")
                collector = self._group(code, node.words, node.at, is_organization=False)
                collector.collect_group(node, heading_roles(node.words, self.names))
                continue
            if own is None:
                heading = part.words or "Nội dung"
                own = self._group(base, heading, part.at, is_organization=False)
            own.collect(node, base, Roles())
        self.groups = [group for group in self.groups if group.tasks]

    def _read_organization(self, part: Node) -> None:
        self._mark_headings(part)
        collector = self._group(part.label or "TC", part.words, part.at, is_organization=True)
        for node in part.children:
            collector.collect(node, part.label or "TC", Roles())

    def _group(self, code: str, heading: str, at: int, *, is_organization: bool) -> Collector:
        taken = {group.code for group in self.groups}
        code = code[:MAX_GROUP_CODE]
        number = 2
        while code in taken:
            code, number = f"{code[: MAX_GROUP_CODE - 3]}-{number}", number + 1
        group = GroupFound(
            code=code,
            heading=heading,
            label=label_of(heading),
            kind=ORGANIZATION if is_organization else TASKS,
            passage=at,
        )
        self.groups.append(group)
        return Collector(
            self.names,
            self.frame,
            self.codes,
            self.paragraphs,
            code=code,
            is_organization=is_organization,
            tasks=group.tasks,
        )


def _read_documents(reading: Reading, paragraphs: Sequence[MendedParagraph]) -> None:
    own = reading.head.number
    others = ("head", "title", "recipients", "signature")
    texts = [each.text for each in paragraphs if each.kind not in others]
    cited = [
        each.document
        for text in (reading.head.subject, *texts)
        for each in cited_in(text)
        if each.document.number != own
    ]
    reading.documents = merged(cited)
    numbers = {each.number: at for at, each in enumerate(reading.documents)}
    for group in reading.groups:
        with_documents(group.tasks, numbers)


def _read_notes(reading: Reading, paragraphs: Sequence[MendedParagraph]) -> None:
    for paragraph in paragraphs:
        if paragraph.kind == "footnote":
            mark = structure.footnote_mark(paragraph.text)
            words = paragraph.text.strip().lstrip("[]⁰¹²³⁴⁵⁶⁷⁸⁹0123456789 ")
            reading.footnotes.append(FootnoteFound(_plain(mark), words))


def _plain(mark: str) -> str:
    return mark.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))


def _name_units(reading: Reading, names: Names) -> None:
    """Every body that leads or co-ordinates, once."""
    named: dict[str, str] = {}
    for group in reading.groups:
        for task in group.tasks:
            for words in [*task.leads, *task.coordinators]:
                named.setdefault(fold(words), words)
    reading.units = [UnitFound(words, names.code_of(words)) for words in named.values()]


def _number_passages(reading: Reading, paragraphs: Sequence[MendedParagraph]) -> None:
    for at, paragraph in enumerate(paragraphs):
        reading.passages.append(
            PassageFound(at, paragraph.kind, paragraph.raw, paragraph.printed_words)
        )
        reading.corrections += [
            CorrectionFound(at, each.printed, each.corrected, each.note)
            for each in paragraph.corrections
        ]
