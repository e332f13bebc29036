"""Content of the page of one task: its units, deadlines and their latest results."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from plans import access
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentQuerySet,
    AssignmentRole,
    LegalDocument,
    Task,
)
from reporting.contributions.offers import PeriodContributions, contributions_to
from reporting.counting.figures import Scope, assignments_in, figures_of, statement_key
from reporting.counting.tallies import By, Figures, Tally
from reporting.entries.assignment_rows import AssignmentRow, On, ids_in, rows_of
from reporting.models import ChecklistAnswer, EntryEvent, SelfAssessment
from units.models import Bloc, User

NUM_EVENTS = 30
# What the page shows of its histories; their entries hold long texts
LEDGER_COLUMNS = (
    *("at", "kind", "note", "is_extension", "deadline_from", "deadline_to", "task_id"),
    *("unit__short_name", "by__full_name", "document__number"),
)
EVENT_COLUMNS = (
    *("at", "to_status", "note", "by__full_name", "assignment__unit__short_name"),
    *("entry__assignment_id", "entry__submission__period__name"),
)
# Rows on a page, and units named beside them
NUM_ROWS, NUM_NAMED = 50, 20


@dataclass(frozen=True)
class ChecklistLine:
    """A component of a commitment, with the number of units that keep it and that do not."""

    verb: str
    text: str
    num_kept: int
    num_not_kept: int

    @property
    def words(self) -> str:
        good, not_good = SelfAssessment.GOOD.label, SelfAssessment.NOT_GOOD.label
        return f"{good}: {self.num_kept} đơn vị · {not_good}: {self.num_not_kept} đơn vị"


@dataclass(frozen=True)
class Named:
    """The first units with a role in a task, and the number of the others."""

    rows: list[Assignment]
    num_more: int


@dataclass(frozen=True)
class TaskDetail:
    """`rows`: the leads on a page whose results the reader may see, of one bloc or of all.

    `blocs` are to choose from where there are more than a page.
    """

    tally: Tally
    rows: list[AssignmentRow]
    page: Page[int]
    bloc: str
    blocs: list[tuple[str, str, int]]
    leads: Named
    coordinators: Named
    documents: list[LegalDocument]
    checklist: list[tuple[str, list[ChecklistLine]]]
    ledger: list[AssignmentEvent]
    events: list[EntryEvent]
    # Of co-ordinating units, counted apart from the results
    contributions: list[PeriodContributions]


def detail_of(
    task: Task, *, scope: Scope, user: User, bloc: str = "", page: str | None = None
) -> TaskDetail:
    """Read the page of `task` in a constant number of queries; an unknown `bloc` is all."""
    figures = figures_of(scope, user=user, by=[By.BLOC])
    bloc = bloc if bloc in figures.by_bloc else ""
    shown = figures.by_bloc[bloc] if bloc else figures.total
    # The count is known, so that only the rows of the page are read
    places = Paginator(range(shown.num_all), NUM_ROWS).get_page(page)
    first = (places.number - 1) * NUM_ROWS
    of_bloc = scope.narrowed(bloc=bloc)
    ids = ids_in(
        lambda: assignments_in(of_bloc, user=user).in_plan_order()[first : first + NUM_ROWS],
        statement_key(of_bloc, user=user),
        "plan order",
        first,
    )
    readable = access.readable_assignments(scope.plan, user=user).filter(task=task)
    named = _named(task)
    return TaskDetail(
        tally=figures.total,
        rows=rows_of(ids, on=On.scope(scope), present=scope.present),
        page=places,
        bloc=bloc,
        blocs=_blocs(figures) if figures.total.num_all > NUM_ROWS else [],
        leads=named[AssignmentRole.LEAD],
        coordinators=named[AssignmentRole.COORDINATING],
        documents=list(task.documents.order_by("issued_on", "pk")),
        checklist=_checklist(task, readable),
        ledger=list(
            task.assignment_events.filter(assignment__in=readable.values("pk"))
            .select_related("unit", "by", "document")
            .only(*LEDGER_COLUMNS)
            .order_by("-at", "-pk")[:NUM_EVENTS]
        ),
        events=list(
            EntryEvent.objects.filter(pk__in=_latest_events(readable))
            .select_related("by", "assignment__unit", "entry__submission__period")
            .only(*EVENT_COLUMNS)
            .order_by("-at", "-pk")
        ),
        contributions=contributions_to(task, reader=user),
    )


def _blocs(figures: Figures) -> list[tuple[str, str, int]]:
    """Code, name and number of rows of each bloc on the page."""
    return [
        (bloc, label, figures.by_bloc[bloc].num_all)
        for bloc, label in Bloc.choices
        if bloc in figures.by_bloc
    ]


def _latest_events(readable: AssignmentQuerySet) -> QuerySet[EntryEvent, int]:
    """Found before their people and periods are joined: PostgreSQL joined those of all events."""
    events = EntryEvent.objects.filter(assignment__in=readable.values("pk"))
    return events.order_by("-at", "-pk").values_list("pk", flat=True)[:NUM_EVENTS]


def _named(task: Task) -> dict[str, Named]:
    """The first units of each role today, in one query."""
    rows = (
        task.assignments.filter(ended_on=None)
        .select_related("unit")
        .annotate(
            place=Window(RowNumber(), partition_by="role", order_by=["unit__position", "pk"]),
            num=Window(Count("pk"), partition_by="role"),
        )
    )
    named = {role: Named([], 0) for role in AssignmentRole.values}
    for row in rows.filter(place__lte=NUM_NAMED).order_by("unit__position", "pk"):
        before = named[row.role]
        named[row.role] = Named([*before.rows, row], max(0, getattr(row, "num", 0) - NUM_NAMED))
    return named


def _checklist(task: Task, readable: AssignmentQuerySet) -> list[tuple[str, list[ChecklistLine]]]:
    """Answers of the newest period that has any, per commitment of the task."""
    commitments = list(task.commitments.prefetch_related("items").order_by("pk"))
    if not commitments:
        return []
    answers = ChecklistAnswer.objects.filter(
        item__commitment__task=task, entry__assignment__in=readable.values("pk")
    ).exclude(entry__last_sent_at__isnull=True)
    newest = (
        answers.order_by("-entry__submission__period__data_to")
        .values_list("entry__submission__period", flat=True)
        .first()
    )
    counted = (
        answers.filter(entry__submission__period=newest)
        .values("item")
        .annotate(
            kept=Count("pk", filter=Q(is_kept=True)), not_kept=Count("pk", filter=Q(is_kept=False))
        )
        .order_by()
    )
    counts = {row["item"]: (row["kept"], row["not_kept"]) for row in counted}
    lines = []
    for commitment in commitments:
        items = sorted(commitment.items.all(), key=lambda item: item.position)
        lines.append(
            (
                commitment.name,
                [
                    ChecklistLine(item.verb, item.text, *counts.get(item.pk, (0, 0)))
                    for item in items
                ],
            )
        )
    return lines
