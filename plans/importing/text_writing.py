"""Write the text of an import: its passages, raw and as printed, with marked corrections."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils import timezone

from plans.importing import marking
from plans.importing.findings import Findings
from plans.models import Correction, Passage, Plan, Task, TaskGroup
from units.models import User


def write_text(
    *,
    plan: Plan,
    found: Findings,
    groups: Mapping[str, TaskGroup],
    tasks: Mapping[str, Task],
    by: User,
    at: datetime,
) -> None:
    """Store the whole text; `groups` and `tasks` are those that were written, by their parts."""
    passages = _passages(plan, found, groups)
    links = Passage.tasks.through
    links.objects.bulk_create(
        links(passage_id=passages[index].pk, task_id=task.pk)
        for index, task in _tasks_by_passage(found, tasks)
        if index in passages
    )
    Correction.objects.bulk_create(
        Correction(
            passage=passages[index],
            printed_words=mark.printed,
            corrected_words=mark.corrected,
            note=mark.note,
            marked_by=by,
            marked_on=timezone.localdate(at),
        )
        for index, marks in marking.marks_of(found).items()
        for mark in marks
    )
    source = "".join(passage["raw"] for passage in found["passages"])
    plan.source_sha256 = hashlib.sha256(source.encode()).hexdigest()
    plan.save(update_fields=["source_sha256"])


def _passages(plan: Plan, found: Findings, groups: Mapping[str, TaskGroup]) -> dict[int, Passage]:
    """The stored passages by their index in the findings."""
    marks = marking.marks_of(found)
    group_of = {group["passage"]: groups.get(group["id"]) for group in found["groups"]}
    rows = Passage.objects.bulk_create(
        Passage(
            plan=plan,
            position=position,
            block=position,
            kind=passage["kind"],
            raw=passage["raw"],
            printed=marking.with_misprints(passage["printed"], marks.get(passage["index"], ())),
            group=group_of.get(passage["index"]),
        )
        for position, passage in enumerate(found["passages"], start=1)
    )
    return dict(zip((each["index"] for each in found["passages"]), rows, strict=True))


def _tasks_by_passage(found: Findings, tasks: Mapping[str, Task]) -> Iterator[tuple[int, Task]]:
    for group in found["groups"]:
        for task in group["tasks"]:
            if task["id"] in tasks:
                for index in dict.fromkeys(task["passages"]):
                    yield index, tasks[task["id"]]
