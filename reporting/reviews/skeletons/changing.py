"""Steps of the office on the skeleton of a plan's reviews; each is kept in its history.

The first one copies the default of the product into rows. Reviews take the skeleton when their
figures are frozen; those that are frozen already keep theirs.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import transaction

from plans.models import Plan, Task, TaskGroup
from reporting.models import (
    OWN,
    ReviewSkeleton,
    SkeletonEvent,
    SkeletonEventKind,
    SkeletonSection,
)
from reporting.reviews.skeletons import sections as outline_order
from reporting.reviews.skeletons.reading import Outline, outline_for
from reporting.reviews.skeletons.sections import OutlineSection
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

Direction = Literal["up", "down"]
LONGEST_TITLE = 300
GONE = "Mục này không còn trong đề cương. Hãy tải lại trang."


@dataclass(frozen=True)
class TaskChoice:
    """The tasks of a section: by rule, or `groups` with all their tasks, and `tasks`."""

    is_own: bool
    groups: tuple[TaskGroup, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def words(self) -> str:
        """ "nhóm 1, 2; nhiệm vụ 3.2, 5.9"."""
        if not self.is_own:
            return "theo mặc định"
        parts = []
        if self.groups:
            parts.append(f"nhóm {', '.join(group.code for group in self.groups)}")
        if self.tasks:
            parts.append(f"nhiệm vụ {', '.join(task.code for task in self.tasks)}")
        return "; ".join(parts) or "không nhiệm vụ nào"


@transaction.atomic
def switch(*, plan: Plan, kind: str, key: str, is_on: bool, by: User, at: datetime) -> None:
    """Put a section into reviews frozen from now on, or leave it out with those below it."""
    skeleton, outline = _lock(plan, kind, by=by, at=at)
    section = _found(outline, key)
    if section.is_on == is_on:
        return
    changed = [replace(one, is_on=is_on) if one.key == key else one for one in outline.all]
    _store(skeleton, changed)
    event = SkeletonEventKind.ON if is_on else SkeletonEventKind.OFF
    _record(skeleton, event, section.title, by=by, at=at)


@transaction.atomic
def move(*, plan: Plan, kind: str, key: str, direction: Direction, by: User, at: datetime) -> None:
    """Change places with the neighbour of the same level, each with what stands below it."""
    skeleton, outline = _lock(plan, kind, by=by, at=at)
    section = _found(outline, key)
    step = 1 if direction == "down" else -1
    own = outline.annexes if section.is_annex else outline.sections
    changed = outline_order.moved(own, key, by=step)
    if [one.key for one in changed] == [one.key for one in own]:
        return
    if section.is_annex:
        _store(skeleton, [*outline.sections, *changed])
    else:
        _store(skeleton, [*changed, *outline.annexes])
    words = f"{section.title} ({'xuống' if step > 0 else 'lên'})"
    _record(skeleton, SkeletonEventKind.MOVED, words, by=by, at=at)


@transaction.atomic
def edit_section(
    *,
    plan: Plan,
    kind: str,
    key: str,
    title: str,
    seen: str,
    choice: TaskChoice | None,
    by: User,
    at: datetime,
) -> None:
    """Give a section another name, or other tasks to tell of.

    `seen` is the name that the writer began with. Without a `choice` the tasks stay as they are.
    """
    title = _checked(title)
    skeleton, outline = _lock(plan, kind, by=by, at=at)
    section = _found(outline, key)
    if title not in (section.title, seen) and section.title != seen:
        raise Refused(
            f"{skeleton.saved_by.full_name} vừa đổi tên mục này thành “{section.title}”. "
            "Chưa có gì bị ghi đè: hãy đối chiếu rồi lưu lại."
        )
    if title not in (section.title, seen):
        changed = [replace(one, title=title) if one.key == key else one for one in outline.all]
        _store(skeleton, changed)
        words = f"“{section.title}” thành “{title}”"
        _record(skeleton, SkeletonEventKind.RETITLED, words, by=by, at=at)
    if choice is not None:
        _choose(skeleton, key, choice, by=by, at=at)


@transaction.atomic
def add_section(
    *, plan: Plan, kind: str, behind: str, title: str, by: User, at: datetime
) -> SkeletonSection:
    """Add a heading behind another one and what stands below it, on the same level."""
    title = _checked(title)
    skeleton, outline = _lock(plan, kind, by=by, at=at)
    before = _found(outline, behind)
    if before.is_annex or before.is_part:
        raise Refused("Hãy chọn một mục của phần nội dung để thêm mục mới đứng sau.")
    new = OutlineSection(f"{OWN}{secrets.token_hex(6)}", title, before.level, "tasks")
    changed = outline_order.inserted(outline.sections, new, behind=behind)
    _store(skeleton, [*changed, *outline.annexes])
    _record(skeleton, SkeletonEventKind.ADDED, title, by=by, at=at)
    return skeleton.sections.get(key=new.key)


@transaction.atomic
def remove_section(*, plan: Plan, kind: str, key: str, by: User, at: datetime) -> None:
    """Take a heading away that the office added; those of the product are switched off."""
    skeleton, outline = _lock(plan, kind, by=by, at=at)
    section = _found(outline, key)
    if not section.is_own:
        raise Refused("Mục của mẫu không xóa được; hãy bỏ mục khỏi báo cáo.")
    if outline_order.below(outline.sections, key):
        raise Refused("Còn mục nhỏ nằm trong mục này. Hãy xóa hoặc chuyển các mục đó trước.")
    _store(skeleton, [one for one in outline.all if one.key != key])
    _record(skeleton, SkeletonEventKind.REMOVED, section.title, by=by, at=at)


@transaction.atomic
def reset(*, plan: Plan, kind: str, by: User, at: datetime) -> None:
    """Go back to the default of the product; the history stays."""
    skeleton, outline = _lock(plan, kind, by=by, at=at)
    if not outline.is_own:
        return
    skeleton.sections.all().delete()
    _record(skeleton, SkeletonEventKind.RESET, "", by=by, at=at)


def _lock(plan: Plan, kind: str, *, by: User, at: datetime) -> tuple[ReviewSkeleton, Outline]:
    """The row, locked, so that steps on one skeleton follow each other."""
    row, _ = ReviewSkeleton.objects.get_or_create(
        plan=plan, kind=kind, defaults={"saved_at": at, "saved_by": by}
    )
    locked = ReviewSkeleton.objects.select_for_update().get(pk=row.pk)
    return locked, outline_for(plan, kind)


def _found(outline: Outline, key: str) -> OutlineSection:
    for section in outline.all:
        if section.key == key:
            return section
    raise Refused(GONE)


def _choose(
    skeleton: ReviewSkeleton, key: str, choice: TaskChoice, *, by: User, at: datetime
) -> None:
    outline = outline_for(skeleton.plan, skeleton.kind)
    section = _found(outline, key)
    if not section.may_choose_tasks:
        raise Refused("Mục này không nêu nhiệm vụ nào do hệ thống soạn.")
    row = skeleton.sections.filter(key=key).first()
    if not choice.is_own and (row is None or not row.has_own_tasks):
        return
    if row is None:
        _store(skeleton, outline.all)
        row = skeleton.sections.get(key=key)
    groups, tasks = {*choice.groups}, {*choice.tasks}
    if (row.has_own_tasks, {*row.groups.all()}, {*row.tasks.all()}) == (
        choice.is_own,
        groups,
        tasks,
    ):
        return
    row.has_own_tasks = choice.is_own
    row.save(update_fields=["has_own_tasks"])
    row.groups.set(groups)
    row.tasks.set(tasks)
    words = f"{section.title}: {choice.words}"
    _record(skeleton, SkeletonEventKind.TASKS, words, by=by, at=at)


def _store(skeleton: ReviewSkeleton, changed: Sequence[OutlineSection]) -> None:
    """Make the rows of the skeleton those of `changed`; chosen tasks stay with their row."""
    rows = {row.key: row for row in skeleton.sections.all()}
    for position, section in enumerate(changed):
        row = rows.setdefault(section.key, SkeletonSection(skeleton=skeleton, key=section.key))
        row.position, row.level = position, section.level
        row.title, row.is_on = section.title, section.is_on
    keys = {section.key for section in changed}
    skeleton.sections.exclude(key__in=keys).delete()
    kept = [row for row in rows.values() if row.key in keys]
    SkeletonSection.objects.bulk_create(row for row in kept if not row.pk)
    SkeletonSection.objects.bulk_update(
        [row for row in kept if row.pk], ["position", "level", "title", "is_on"]
    )


def _record(skeleton: ReviewSkeleton, kind: str, note: str, *, by: User, at: datetime) -> None:
    skeleton.saved_at, skeleton.saved_by = at, by
    skeleton.save(update_fields=["saved_at", "saved_by"])
    SkeletonEvent.objects.record(by=by, at=at, skeleton=skeleton, kind=kind, note=note)


def _checked(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refused("Cần ghi tên mục.")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Tên mục dài {len(title)} ký tự, tối đa {LONGEST_TITLE} ký tự.")
    secrecy.refuse_marks({"Tên mục": title})
    return title
