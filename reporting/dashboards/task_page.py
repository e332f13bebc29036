"""Content of the page of one task: its units, deadlines and their latest results.

Its statements have a mark in place of the task, so that one of each serves all tasks.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from plans.models import Assignment, AssignmentRole, AssignmentState, Task
from reporting.contributions.offers import PeriodContributions, contributions_to
from reporting.counting.attribution import bloc_column
from reporting.counting.figures import Scope, rows_in, statement_key
from reporting.counting.status import RANKS, status_from_ranks
from reporting.counting.tallies import Tally
from reporting.dashboards.task_histories import LedgerRow, StepRow, histories_of
from reporting.dashboards.task_sources import ChecklistLine, SourceDocument, sources_of
from reporting.entries.assignment_rows import AssignmentRow, On, rows_of
from tracker.lib import statements
from units.models import Bloc, User

# Rows on a page, and units named beside them
NUM_ROWS, NUM_NAMED = 50, 20


@dataclass(frozen=True)
class NamedUnit:
    """A unit with a role in a task, and whether that is confirmed."""

    name: str
    last_day: date | None
    state: AssignmentState

    @property
    def is_proposed(self) -> bool:
        return self.state == AssignmentState.PROPOSED


@dataclass(frozen=True)
class Named:
    """The first units with a role in a task, and the number of the others."""

    rows: list[NamedUnit]
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
    documents: list[SourceDocument]
    checklist: list[tuple[str, list[ChecklistLine]]]
    ledger: list[LedgerRow]
    events: list[StepRow]
    # Of co-ordinating units, counted apart from the results
    contributions: list[PeriodContributions]


@dataclass(frozen=True)
class _Leads:
    """The ids of the leads by bloc, in plan order, with their count; `bloc` "" has all of them."""

    ids: Mapping[str, list[int]]
    tally: Tally


def detail_of(
    task: Task, *, scope: Scope, user: User, bloc: str = "", page: str | None = None
) -> TaskDetail:
    """Read the page of `task` in a constant number of queries; an unknown `bloc` is all."""
    leads = _leads_in(scope, user=user)
    bloc = bloc if bloc in leads.ids else ""
    ids = leads.ids.get(bloc, [])
    places = Paginator(ids, NUM_ROWS).get_page(page)
    named = _named(task)
    documents, checklist = sources_of(task, user=user)
    ledger, events = histories_of(task, user=user)
    return TaskDetail(
        tally=leads.tally,
        rows=rows_of(list(places), on=On.scope(scope), present=scope.present),
        page=places,
        bloc=bloc,
        blocs=_blocs(leads, scope) if leads.tally.num_all > NUM_ROWS else [],
        leads=named[AssignmentRole.LEAD],
        coordinators=named[AssignmentRole.COORDINATING],
        documents=documents,
        checklist=checklist,
        ledger=ledger,
        events=events,
        contributions=contributions_to(task, reader=user),
    )


def _leads_in(scope: Scope, *, user: User) -> _Leads:
    """The confirmed leads that `user` may read, counted here: one query instead of three."""
    of_any = scope.of_any_task()
    key = statement_key(of_any, user=user)

    def build() -> statements.Query:
        rows = rows_in(of_any, user=user, with_period=True).in_plan_order()
        found: statements.Query = rows.values("pk", *RANKS, of_bloc=bloc_column(of_any.present))
        return found

    ids: dict[str, list[int]] = defaultdict(list)
    tally = Tally()
    for pk, *ranks, bloc in statements.rows_of(
        key and ("leads", key), ("pk", *RANKS, "of_bloc"), build, given=scope.task_id
    ):
        tally.add(status_from_ranks(*ranks))
        ids[""].append(pk)
        ids[bloc].append(pk)
    return _Leads(ids, tally)


def _blocs(leads: _Leads, scope: Scope) -> list[tuple[str, str, int]]:
    """Code, name and number of rows of each bloc on the page."""
    # Of the scope itself there is none for one task
    version = scope.calendar.version if scope.calendar else None
    names = Bloc.choices(version=version and version.common)
    return [(bloc, name, len(leads.ids[bloc])) for bloc, name in names if bloc in leads.ids]


def _named(task: Task) -> dict[str, Named]:
    """The first units of each role today, in one query."""
    named = {role: Named([], 0) for role in AssignmentRole.values}
    for role, num, state, name, last_day in statements.rows_of(
        "named units", (), _first_of_each_role, given=task.pk
    ):
        unit = NamedUnit(name, last_day, AssignmentState(state))
        named[role] = Named([*named[role].rows, unit], max(0, num - NUM_NAMED))
    return named


def _first_of_each_role() -> statements.Query:
    rows = Assignment.objects.filter(task=statements.MARK, ended_on=None).annotate(
        place=Window(RowNumber(), partition_by="role", order_by=["unit__position", "pk"]),
        num=Window(Count("pk"), partition_by="role"),
    )
    first = rows.filter(place__lte=NUM_NAMED).order_by("unit__position", "pk")
    return first.values_list("role", "num", "state", "unit__name", "unit__last_day")
