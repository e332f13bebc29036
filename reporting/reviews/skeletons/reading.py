"""The skeleton of a plan's reviews of one kind: the rows of the office over the default."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plans.models import Plan, Task, TaskGroup
from reporting.models import ANNEX_LEVEL, SkeletonSection
from reporting.reviews.skeletons import built_in
from reporting.reviews.skeletons.above import above
from reporting.reviews.skeletons.sections import OutlineSection


@dataclass(frozen=True)
class Outline:
    """Headings and annexes in order; `is_own` where the office changed something."""

    sections: tuple[OutlineSection, ...]
    annexes: tuple[OutlineSection, ...]
    is_own: bool

    @property
    def all(self) -> tuple[OutlineSection, ...]:
        return (*self.sections, *self.annexes)

    @property
    def chosen(self) -> Mapping[str, Collection[str]]:
        """The codes of the tasks that sections tell by choice, by their key.

        A section that the office added tells of none without a choice.
        """
        return {
            section.key: section.tasks or ()
            for section in self.sections
            if section.tasks is not None or section.is_own
        }


def outline_of(
    plan: Plan,
    kind: str,
    *,
    groups: Iterable[TaskGroup],
    tasks: Iterable[Task],
) -> Outline:
    """The skeleton with `groups` and `tasks` of the plan, which are in order; three queries."""
    names = [built_in.GroupName(one.code, one.label, one.heading, one.kind) for one in groups]
    default = [*built_in.sections(kind, names, above(plan)), *built_in.annexes(kind)]
    rows = list(
        SkeletonSection.objects.filter(skeleton__plan=plan, skeleton__kind=kind)
        .order_by("position", "pk")
        .prefetch_related("groups", "tasks")
    )
    found = _merged(default, rows, list(tasks)) if rows else default
    return Outline(
        tuple(section for section in found if not section.is_annex),
        tuple(section for section in found if section.is_annex),
        is_own=bool(rows),
    )


def outline_for(plan: Plan, kind: str) -> Outline:
    """The same, with groups and tasks read."""
    return outline_of(
        plan,
        kind,
        groups=TaskGroup.objects.filter(plan=plan).order_by("position", "pk"),
        tasks=Task.objects.filter(plan=plan).in_plan_order(),
    )


def _merged(
    default: Sequence[OutlineSection], rows: Iterable[SkeletonSection], tasks: Sequence[Task]
) -> list[OutlineSection]:
    """The rows in order; behind its predecessor what came to the plan or the product since.

    A row whose group is gone has nothing to say any more.
    """
    known = {section.key: section for section in default}
    found = [
        _section(row, known.get(row.key), tasks) for row in rows if row.is_own or row.key in known
    ]
    given = {section.key for section in found}
    for index, section in enumerate(default):
        if section.key not in given:
            before = default[index - 1].key if index else ""
            place = next((i for i, one in enumerate(found, 1) if one.key == before), 0)
            found.insert(place, section)
    return found


def _section(
    row: SkeletonSection, known: OutlineSection | None, tasks: Sequence[Task]
) -> OutlineSection:
    base = known or OutlineSection(row.key, row.title, row.level, "tasks")
    return replace(
        base,
        title=row.title,
        level=ANNEX_LEVEL if base.is_annex else row.level,
        is_on=row.is_on,
        tasks=_codes(row, tasks) if row.has_own_tasks else None,
    )


def _codes(row: SkeletonSection, tasks: Sequence[Task]) -> tuple[str, ...]:
    """The codes of the tasks of a row, in the order of the plan; the rows are prefetched."""
    groups = {group.pk for group in row.groups.all()}
    own = {task.pk for task in row.tasks.all()}
    return tuple(task.code for task in tasks if task.group_id in groups or task.pk in own)
