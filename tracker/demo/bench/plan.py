"""A plan with groups, tasks of all kinds in the proportions of Plan 126, text and indicators."""

from plans.models import (
    GroupKind,
    Indicator,
    IndicatorEvent,
    IndicatorEventKind,
    IndicatorKind,
    Passage,
    PassageKind,
    Plan,
    Task,
    TaskGroup,
    TaskGroupWatch,
    TaskKind,
)
from tracker.demo.bench.scene import Scene, insert
from tracker.demo.sentences import RESULTS
from tracker.lib.text import fold

NUM_GROUPS = 5
# Of 52 tasks, 5 are done once, 22 recur and 25 are continuous
KINDS = (
    TaskKind.ONE_OFF,
    TaskKind.RECURRING,
    TaskKind.CONTINUOUS,
    TaskKind.RECURRING,
    TaskKind.CONTINUOUS,
    TaskKind.RECURRING,
    TaskKind.CONTINUOUS,
    TaskKind.RECURRING,
    TaskKind.CONTINUOUS,
    TaskKind.CONTINUOUS,
)
# Places of the tasks with an indicator
MEASURED = (1, 4)


def make_plan(scene: Scene, number: int = 0) -> Plan:
    """A plan without its tasks, issued on the first day."""
    name = f" {number + 1}" if number else ""
    return Plan.objects.create(
        number=f"{999 - number}-KH/HU",
        short_title=f"Kế hoạch đo thử{name} (demo)",
        subject="đo thử hệ thống với nhiều đơn vị (demo)",
        issuer="Ban Thường vụ Huyện ủy",
        superior_body="ĐẢNG BỘ TỈNH ĐO THỬ",
        issuing_body="HUYỆN ỦY ĐO THỬ",
        symbol="HU",
        place="Đo Thử",
        issued_on=scene.months[0].first_day,
        signer_capacity="T/M BAN THƯỜNG VỤ",
        signer_post="PHÓ BÍ THƯ",
        signer_name="Người ký (demo)",
    )


def make_tasks(plan: Plan, start: int, end: int) -> list[Task]:
    """Tasks that every unit leads for its own part, spread over the groups in order.

    They have the places from `start` to `end` among the tasks of all plans.
    """
    groups = insert(
        TaskGroup,
        [
            TaskGroup(
                plan=plan,
                code=str(number),
                position=number,
                kind=GroupKind.TASKS,
                heading=f"Nhóm nhiệm vụ đo thử số {number}",
                label=f"Nhóm {number}",
            )
            for number in range(1, NUM_GROUPS + 1)
        ],
    )
    sentences = list(RESULTS.values())
    share = (index * len(groups) // (end - start) for index in range(end - start))
    places = zip(share, range(start, end), strict=True)
    tasks = insert(Task, [_task(plan, groups[at], index, sentences) for at, index in places])
    _make_text(plan, tasks)
    return tasks


def _task(plan: Plan, group: TaskGroup, index: int, sentences: list[str]) -> Task:
    title = f"Nhiệm vụ đo thử số {index + 1}"
    text = sentences[index % len(sentences)].format(n="03", m=120, p=95)
    code = f"{group.code}.{index + 1}"
    return Task(
        plan=plan,
        group=group,
        code=code,
        position=index + 1,
        title=title,
        text=text,
        kind=KINDS[index % len(KINDS)],
        is_fan_out=True,
        folded=fold(f"{code} {title} {text}"),
    )


def _make_text(plan: Plan, tasks: list[Task]) -> None:
    passages = insert(
        Passage,
        [
            Passage(
                plan=plan,
                position=task.position,
                block=task.position,
                kind=PassageKind.BODY,
                raw=task.text,
                printed=task.text,
                group=task.group,
            )
            for task in tasks
        ],
    )
    through = Passage.tasks.through
    insert(
        through,
        [
            through(passage=passage, task=task)
            for passage, task in zip(passages, tasks, strict=True)
        ],
    )


def make_indicators(tasks: list[Task], scene: Scene) -> dict[int, Indicator]:
    """A percentage under some tasks, by task id."""
    indicators = insert(
        Indicator,
        [
            Indicator(
                task=tasks[place],
                position=1,
                name="Hồ sơ giải quyết đúng hạn",
                kind=IndicatorKind.RATIO,
                unit_of_measure="%",
                numerator_label="hồ sơ đúng hạn",
                denominator_label="hồ sơ đã giải quyết",
            )
            for place in MEASURED
            if place < len(tasks)
        ],
    )
    IndicatorEvent.objects.record_many(
        [{"indicator": row, "kind": IndicatorEventKind.ADDED} for row in indicators],
        by=scene.reviewer,
        at=scene.began_at,
    )
    return {indicator.task_id: indicator for indicator in indicators}


def watch_first_group(plan: Plan, scene: Scene) -> None:
    """Let the first unit, which has an observer, follow a group."""
    group = plan.groups.order_by("position")[0]
    TaskGroupWatch.objects.create(unit=scene.units[0], group=group)
