"""The units that one person works for: each is a desk of its own, told apart on every page.

For example, one log-in files for the Party committee of a commune and for its government.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from plans import access
from tracker.lib import statements
from tracker.lib.numbers import parse_id
from units import roles
from units.models import Unit, User

PARAMETER = "unit"
_HERE, _PLACES = "_desk", "_desk_places"
# From a user to the units of each group, for the query of the bar
_UNIT = "groups__unitgroupobjectpermission__content_object"
PLACES = tuple(f"{_UNIT}__{name}" for name in ("pk", "name", "short_name"))
IN_ORDER = tuple(f"{_UNIT}__{name}" for name in ("position", "sort_key", "pk"))


@dataclass(frozen=True)
class Desk:
    """A unit of the person; `is_here`: the page is about it."""

    unit_id: int
    name: str
    short_name: str
    is_here: bool


def stand_at(request: HttpRequest, unit_id: int | None) -> None:
    """Say in the bar that this page is about one unit."""
    vars(request)[_HERE] = unit_id


def asked_for(request: HttpRequest, user: User) -> int | None:
    """The desk in the address, if it is one of several of `user`; the page is then about it."""
    chosen = parse_id(request.GET.get(PARAMETER, ""))
    if chosen is None:
        return None
    access.permissions_by_plan(user)  # reads those on units too
    units = roles.units_with("read_filings", by=user)
    if chosen not in units or len(units) < 2:
        return None
    stand_at(request, chosen)
    return chosen


def desks_of(request: HttpRequest) -> Sequence[Desk]:
    """The desks of a person with several; without a query for everybody else."""
    user = request.user
    if not isinstance(user, User) or user.must_change_password:
        return ()
    units = roles.units_with("read_filings", by=user)
    if len(units) < 2:
        return ()
    here = vars(request).get(_HERE)
    return [Desk(pk, name, short_name, pk == here) for pk, name, short_name in places_of(user)]


def has_unread_places(user: User) -> bool:
    """Whether `user` has several units whose names were not read."""
    return not hasattr(user, _PLACES) and len(roles.units_with("read_filings", by=user)) > 1


def keep_places(user: User, rows: Iterable[statements.Row]) -> None:
    """Keep the units of `user` among `rows`, which are `PLACES` in order, with repetitions."""
    units = roles.units_with("read_filings", by=user)
    # By setattr, which reaches through the lazy user of a request
    setattr(user, _PLACES, list(dict.fromkeys(row for row in rows if row[0] in units)))


def places_of(user: User) -> list[statements.Row]:
    """Id, name and short name of each unit of `user`, in list order; read once a request."""
    known: list[statements.Row] | None = getattr(user, _PLACES, None)
    if known is not None:
        return known
    units = roles.units_with("read_filings", by=user)
    selected, given = statements.marks_or_ids(units)

    def build() -> statements.Query:
        rows = Unit.objects.filter(pk__in=selected).in_list_order()
        return rows.values_list("pk", "name", "short_name")

    known = statements.rows_of(("desks", selected), (), build, given=given)
    keep_places(user, known)
    return known
