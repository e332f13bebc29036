"""The skeleton of a plan's reviews as its page shows it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plans.models import Plan, Task, TaskGroup
from reporting.models import SkeletonSection
from reporting.reviews.skeletons import built_in
from reporting.reviews.skeletons.changing import TaskChoice
from reporting.reviews.skeletons.reading import Outline, outline_of
from reporting.reviews.skeletons.sections import OutlineSection, moved, numbers, shown
from reporting.reviews.snapshots.topics import headings_of

MOST_CODES = 12
# What the machine writes under a heading, by its source; tasks by rule
CONTENTS = {
    "communication": "Nhiệm vụ tổ chức thực hiện về tuyên truyền, quán triệt",
    "direction": "Các nhiệm vụ tổ chức thực hiện khác, số văn bản đã ban hành",
    "supervision": "Việc gửi báo cáo, nhiệm vụ tổ chức thực hiện về kiểm tra, giám sát",
    "overview": "Số liệu chung, Bảng 1, biểu đồ",
    "group": "Nhiệm vụ của nhóm",
    "indicators": "Các chỉ tiêu, Bảng 2",
}
OF_ANNEXES = {
    built_in.DOCUMENTS: "Văn bản nêu làm minh chứng",
    built_in.PROGRESS: "Mỗi nhiệm vụ một dòng",
    built_in.MATRIX: "Số hoàn thành, quá hạn của từng đơn vị",
    built_in.RESULTS: "Mọi kết quả đã chấp nhận",
    built_in.EXTENSIONS: "Thời hạn cũ, mới, văn bản gia hạn",
    built_in.CONTRIBUTIONS: "Nội dung đơn vị phối hợp đã gửi",
    built_in.COMMITMENTS: "Số đơn vị thực hiện tốt, chưa tốt",
    built_in.INDICATORS: "Như Bảng 2",
    built_in.COMMENDATION: "Số liệu tổng hợp và chỗ trống để điền",
}


@dataclass(frozen=True)
class SectionRow:
    """A section with the number that it has in the paper, empty where it is left out."""

    section: OutlineSection
    number: str
    contents: str
    is_left_out: bool
    is_first: bool
    is_last: bool

    @property
    def label(self) -> str:
        """ "I. TÌNH HÌNH"; the words that number a part end with a full stop here as well."""
        number = f"{self.number}." if self.number and self.section.is_part else self.number
        return f"{number} {self.section.title}".strip()

    @property
    def hides_below(self) -> bool:
        """Whether another section that is off takes this one along."""
        return self.is_left_out and self.section.is_on


@dataclass(frozen=True)
class SkeletonPage:
    """`untold` are the tasks that no heading tells of, `twice` those that several do."""

    outline: Outline
    headings: Sequence[SectionRow]
    annexes: Sequence[SectionRow]
    untold: Sequence[Task]
    twice: Sequence[Task]

    @property
    def places(self) -> list[tuple[str, str]]:
        """The headings behind which another one may be added, with their labels."""
        return [(row.section.key, row.label) for row in self.headings if not row.section.is_part]


@dataclass(frozen=True)
class EditedSection:
    """A section with the tasks of which it tells now, and those that may be chosen."""

    section: OutlineSection
    told: TaskChoice
    groups: Sequence[TaskGroup]
    tasks: Sequence[Task]


def page_of(plan: Plan, kind: str) -> SkeletonPage:
    """The queries do not grow with the sections."""
    groups = list(TaskGroup.objects.filter(plan=plan).order_by("position", "pk"))
    tasks = list(Task.objects.filter(plan=plan).in_plan_order())
    outline = outline_of(plan, kind, groups=groups, tasks=tasks)
    told = tasks_told(outline, groups, tasks)
    times = Counter(code for section in shown(outline.sections) for code in told[section.key])
    return SkeletonPage(
        outline,
        list(_headings(outline)),
        list(_annexes(outline)),
        [task for task in tasks if not times[task.code]],
        [task for task in tasks if times[task.code] > 1],
    )


def section_to_edit(plan: Plan, kind: str, key: str) -> EditedSection | None:
    """The section `key`; without a choice of the office the tasks are those by rule."""
    groups = list(TaskGroup.objects.filter(plan=plan).order_by("position", "pk"))
    tasks = list(Task.objects.filter(plan=plan).in_plan_order())
    outline = outline_of(plan, kind, groups=groups, tasks=tasks)
    section = next((one for one in outline.all if one.key == key), None)
    if section is None:
        return None
    row = SkeletonSection.objects.filter(
        skeleton__plan=plan, skeleton__kind=kind, key=key, has_own_tasks=True
    ).first()
    if row is not None:
        told = TaskChoice(True, tuple(row.groups.all()), tuple(row.tasks.all()))
    elif section.source == "group":
        told = TaskChoice(False, tuple(one for one in groups if one.code == section.group))
    else:
        codes = tasks_told(outline, groups, tasks).get(key, ())
        told = TaskChoice(False, (), tuple(task for task in tasks if task.code in codes))
    return EditedSection(section, told, groups, tasks)


def tasks_told(
    outline: Outline, groups: Iterable[TaskGroup], tasks: Sequence[Task]
) -> Mapping[str, Sequence[str]]:
    """The codes of the tasks that each heading tells of, by its key."""
    by_pk = {group.pk: group for group in groups}
    by_rule: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        group = by_pk[task.group_id]
        for key in headings_of(task.title, group=group.code, kind=group.kind):
            by_rule[key].append(task.code)
    return {
        section.key: by_rule[section.key] if section.tasks is None else section.tasks
        for section in outline.sections
    }


def _headings(outline: Outline) -> Iterable[SectionRow]:
    visible = shown(outline.sections)
    given = numbers(section.level for section in visible)
    number_of = dict(zip((section.key for section in visible), given, strict=True))
    for section in outline.sections:
        yield _row(section, number_of.get(section.key, ""), outline.sections)


def _annexes(outline: Outline) -> Iterable[SectionRow]:
    number = 0
    for annex in outline.annexes:
        number += annex.is_on
        words = f"Phụ lục {number}." if annex.is_on else ""
        yield _row(annex, words, outline.annexes)


def _row(section: OutlineSection, number: str, siblings: Sequence[OutlineSection]) -> SectionRow:
    return SectionRow(
        section,
        number,
        _contents(section),
        is_left_out=not number,
        is_first=moved(siblings, section.key, by=-1) == list(siblings),
        is_last=moved(siblings, section.key, by=1) == list(siblings),
    )


def _contents(section: OutlineSection) -> str:
    if section.tasks is not None:
        return _codes(section.tasks)
    if section.source in CONTENTS:
        return CONTENTS[section.source]
    if section.is_annex:
        return OF_ANNEXES[section.key]
    return "Văn phòng viết" if section.is_written else "Chỉ có tên mục"


def _codes(codes: Sequence[str]) -> str:
    """ "Nhiệm vụ 1.1, 1.2 và 3 nhiệm vụ khác"."""
    if not codes:
        return "Không nêu nhiệm vụ nào"
    words = f"Nhiệm vụ {', '.join(codes[:MOST_CODES])}"
    more = len(codes) - MOST_CODES
    return f"{words} và {more} nhiệm vụ khác" if more > 0 else words
