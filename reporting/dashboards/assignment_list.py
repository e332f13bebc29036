"""The rows behind a number: one page of them, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Window

from reporting.counting.figures import Scope, shared_by
from reporting.dashboards import list_places
from reporting.entries.assignment_rows import AssignmentRow, On, rows_of
from tracker.lib import statements
from units.models import User

NUM_ROWS = 50


@dataclass(frozen=True)
class AssignmentList:
    page: Page[int]
    rows: list[AssignmentRow]


def list_of(scope: Scope, *, user: User, words: Sequence[str], page: str | None) -> AssignmentList:
    """A page of `scope`, of rows with any of `words`; three queries, or two past the last page.

    After a change they are one more.
    """
    asked = int(page) if page and page.isdecimal() and len(page) < 6 else 1
    ids, num_all = _ids(scope, user=user, words=words, number=max(asked, 1))
    if not ids and asked > 1:  # past the last page
        num_all = _ids(scope, user=user, words=words, number=1)[1]
    shown = Paginator(range(num_all), NUM_ROWS).get_page(page)
    if shown.number != asked:
        ids, _ = _ids(scope, user=user, words=words, number=shown.number)
    return AssignmentList(shown, rows_of(ids, on=On.scope(scope), present=scope.present))


def _ids(scope: Scope, *, user: User, words: Sequence[str], number: int) -> tuple[list[int], int]:
    """The assignments on a page, and how many there are on all; at most two queries."""
    first = (number - 1) * NUM_ROWS
    told = None if words else list_places.rows_at(scope, user=user, first=first, num=NUM_ROWS)
    if told is not None:
        return told.ids, told.num_all
    shared = shared_by(scope, user=user)

    def build() -> statements.Query:
        rows = list_places.in_order(scope, user=shared.reader).filter(_with_any(words))
        return rows.values("pk", num_all=Window(Count("pk")))[first : first + NUM_ROWS]

    rows = statements.rows_of(
        ("list", shared.key, tuple(words), first),
        ("pk", "num_all"),
        build,
        is_scan=scope.is_wide,
        given=shared.given,
        version=shared.version,
    )
    return [pk for pk, _ in rows], rows[0][1] if rows else 0


def _with_any(words: Sequence[str]) -> Q:
    found = Q()
    for word in words:
        found |= Q(task__folded__contains=word) | Q(unit__folded__contains=word)
    return found
