"""Content of the plan page: the text of the plan with the state of each task in the margin."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from plans import text
from plans.models import Assignment, PassageKind, Plan, Task
from plans.text import SourceParagraph
from reporting.counting.calendar import calendar_of
from reporting.counting.fact_version import of_parts, part_columns
from reporting.counting.figures import Scope, assignments_in, figures_of, shared_by
from reporting.counting.tallies import By, Figures, Tally
from tracker.lib import parted, statements
from tracker.lib.parted import Parts
from units.models import User


@dataclass(frozen=True)
class MarginNote:
    """State of one task, for the margin beside its sentence."""

    task: Task
    tally: Tally | None
    is_proposed: bool
    is_unassigned: bool
    last_period: str


@dataclass(frozen=True)
class Block:
    """A paragraph of the plan with its margin notes."""

    paragraph: SourceParagraph
    notes: list[MarginNote]


@dataclass(frozen=True)
class LivingPlan:
    """Parts of the page in reading order; head and foot come from the plan's own row."""

    total: Tally
    blocks: list[Block]
    recipients: list[str]
    footnotes: list[SourceParagraph]


# Laid out as on the paper, not as running text.
_SET_APART = (
    PassageKind.HEAD,
    PassageKind.TITLE,
    PassageKind.RECIPIENTS,
    PassageKind.SIGNATURE,
    PassageKind.FOOTNOTE,
)


def living_plan(scope: Scope, *, user: User) -> LivingPlan:
    """Read the page; the number of queries does not grow with the tasks."""
    plan = scope.plan
    figures = figures_of(scope, user=user, by=[By.TASK])
    notes = _notes(scope, figures, user=user)
    paragraphs = _paragraphs(plan, tasks=notes)
    return LivingPlan(
        total=figures.total,
        blocks=[
            Block(paragraph, [notes[pk] for pk in paragraph.task_ids if pk in notes])
            for paragraph in paragraphs
            if paragraph.kind not in _SET_APART
        ],
        recipients=plan.recipients.splitlines(),
        footnotes=[row for row in paragraphs if row.kind == PassageKind.FOOTNOTE],
    )


def _paragraphs(plan: Plan, *, tasks: Collection[int]) -> list[SourceParagraph]:
    """The text of `plan`, and behind it the tasks that are not in it; all, if there is no text."""
    paragraphs = text.paragraphs_of(plan)
    found = {pk for paragraph in paragraphs for pk in paragraph.task_ids}
    added = [pk for pk in tasks if pk not in found]
    if not paragraphs:
        paragraphs = text.paragraphs_of_facts(plan)
    return [*paragraphs, *(text.paragraphs_of_tasks(added) if added else ())]


def _notes(scope: Scope, figures: Figures, *, user: User) -> dict[int, MarginNote]:
    owed = Assignment.objects.owed().filter(task=OuterRef("pk"))
    current = Assignment.objects.current().filter(task=OuterRef("pk"))
    tasks: QuerySet[Task] = Task.objects.filter(plan=scope.plan).only("code").in_plan_order()
    last = _last_periods(scope, user=user)
    return {
        task.pk: MarginNote(
            task=task,
            tally=figures.by_task.get(task.pk),
            is_proposed=not task.is_confirmed and task.has_units,
            is_unassigned=not task.has_units,
            last_period=last.get(task.pk, ""),
        )
        for task in tasks.annotate(is_confirmed=Exists(owed), has_units=Exists(current))
    }


def _last_periods(scope: Scope, *, user: User) -> dict[int, str]:
    """By task: name of the newest period with a result that `user` may read (one query)."""
    shared = shared_by(scope, user=user)

    def build(parts: Parts) -> statements.Query:
        sent = assignments_in(scope, user=shared.reader).filter(
            of_parts(parts), standing__sent_in__isnull=False
        )
        rows = sent.order_by().values("task", sent_in=F("standing__sent_in"), **part_columns(parts))
        return rows.annotate(num=Count("pk"))

    rows = parted.counts_of(
        ("sent in", shared.key),
        ("task", "sent_in", "num"),
        build,
        is_scan=True,
        given=shared.given,
        version=shared.version,
    )
    periods = (scope.calendar or calendar_of(scope.plan)).periods
    names = {period.data_to: period.name for period in periods}
    newest: dict[int, date] = {}
    for task_id, sent_in, _ in rows:
        newest[task_id] = max(sent_in, newest.get(task_id, sent_in))
    return {task_id: names.get(day, "") for task_id, day in newest.items()}
