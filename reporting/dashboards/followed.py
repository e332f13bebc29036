"""First page of observers: the task groups that their units follow."""

from datetime import date
from itertools import starmap
from typing import NamedTuple

from plans.models import PlanStatus, TaskGroup
from reporting.counting.portfolio import Portfolio, tallies_of_groups
from reporting.counting.tallies import Tally
from tracker.lib import statements
from units import roles
from units.models import User

# More are in the list of plans
NUM_FOLLOWED = 12
COLUMNS = ("pk", "code", "label", "plan", "plan__short_title")


class Group(NamedTuple):
    """A task group; its columns are `COLUMNS`."""

    pk: int
    code: str
    label: str
    plan_id: int
    plan_title: str


class FollowedGroup(NamedTuple):
    """A task group that the user's unit follows, with its figures."""

    group: Group
    tally: Tally


def followed_by(user: User, *, today: date) -> list[FollowedGroup]:
    """The groups that `user` follows with their figures, those with late work first."""
    units = roles.units_with("follow_groups", by=user)
    if not units:
        return []
    groups = _groups(units)
    readable = Portfolio.of(user, {group.plan_id for group in groups}, as_of=today).plan_ids
    # Who follows a group reads all of it, so the counts are those of all readers
    portfolio = Portfolio(user, today, whole=tuple(sorted(readable)))
    tallies = tallies_of_groups(portfolio)
    rows = [
        FollowedGroup(group, tallies.get(group.pk, Tally()))
        for group in groups
        if group.plan_id in readable
    ]
    if len(rows) > NUM_FOLLOWED:
        rows.sort(key=lambda row: -row.tally.num_late)
    return rows


def _groups(units: set[int]) -> list[Group]:
    selected, given = statements.marks_or_ids(sorted(units))

    def build() -> statements.Query:
        followed = TaskGroup.objects.filter(watches__unit__in=selected)
        running = followed.exclude(plan__status=PlanStatus.CLOSED)
        found: statements.Query = running.order_by("plan", "position", "pk").values(*COLUMNS)
        return found

    rows = statements.rows_of(("followed groups", selected), COLUMNS, build, given=given)
    # Two units of a person may follow the same group
    return list(dict.fromkeys(starmap(Group, rows)))
