"""Content of the page of one task: its units, deadlines and their latest results.

Its statements have a mark in place of the task, so that one of each serves all tasks.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from plans.models import AssignmentRole, Task
from reporting.contributions.offers import PeriodContributions, contributions_to
from reporting.counting.attribution import bloc_column
from reporting.counting.figures import Scope, rows_in, shared_by
from reporting.counting.status_columns import RANKS, status_from_ranks
from reporting.counting.tallies import Tally
from reporting.dashboards.task_histories import LedgerRow, StepRow, histories_of
from reporting.dashboards.task_sources import Named, Sources, sources_of
from reporting.entries.assignment_rows import AssignmentRow, On, rows_of
from tracker.lib import statements
from units.models import Bloc, User

NUM_ROWS = 50


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
    sources: Sources
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
    task: Task,
    *,
    scope: Scope,
    user: User,
    has_commitments: bool,
    bloc: str = "",
    page: str | None = None,
) -> TaskDetail:
    """Read the page of `task` in a constant number of queries; an unknown `bloc` is all."""
    leads = _leads_in(scope, user=user)
    bloc = bloc if bloc in leads.ids else ""
    ids = leads.ids.get(bloc, [])
    places = Paginator(ids, NUM_ROWS).get_page(page)
    sources = sources_of(task, user=user, has_commitments=has_commitments)
    ledger, events = histories_of(task, user=user)
    return TaskDetail(
        tally=leads.tally,
        rows=rows_of(list(places), on=On.scope(scope), present=scope.present),
        page=places,
        bloc=bloc,
        blocs=_blocs(leads, scope) if leads.tally.num_all > NUM_ROWS else [],
        leads=sources.named[AssignmentRole.LEAD],
        coordinators=sources.named[AssignmentRole.COORDINATING],
        sources=sources,
        ledger=ledger,
        events=events,
        contributions=contributions_to(task, reader=user),
    )


def _leads_in(scope: Scope, *, user: User) -> _Leads:
    """The confirmed leads that `user` may read, counted here: one query instead of three."""
    of_any = scope.of_any_task()
    shared = shared_by(of_any, user=user, after=1)

    def build() -> statements.Query:
        rows = rows_in(of_any, user=shared.reader, with_period=True).in_plan_order()
        found: statements.Query = rows.values("pk", *RANKS, of_bloc=bloc_column(of_any.present))
        return found

    ids: dict[str, list[int]] = defaultdict(list)
    tally = Tally()
    for pk, *ranks, bloc in statements.rows_of(
        ("leads", shared.key),
        ("pk", *RANKS, "of_bloc"),
        build,
        given=(scope.task_id or statements.NOBODY, *shared.given),
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
