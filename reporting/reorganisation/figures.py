"""Figures before and after a reorganisation, by units of that time and by units of today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from plans.models import Plan
from reporting.counting.figures import Scope, figures_of
from reporting.counting.tallies import By, Tally
from reporting.models import ByUnits
from units.models import Bloc, User


class Counts(TypedDict):
    """Assignments that are followed, done, not done, of those overdue, and outside the counts."""

    followed: int
    done: int
    open: int
    late: int
    outside: int


class Measured(TypedDict):
    """Counts in total and by bloc, for both ways to attribute them."""

    total: dict[str, Counts]
    blocs: dict[str, dict[str, Counts]]


class FiguresKept(TypedDict):
    """Figures before and after, and of which preview."""

    digest: str
    before: Measured
    after: Measured


@dataclass(frozen=True)
class FigureLine:
    """A line of the table: what is counted, and its numbers before and after."""

    name: str
    before: Counts
    after: Counts
    is_total: bool = False

    @property
    def cells(self) -> list[tuple[str, int, int]]:
        """Column, before and after, without the number that lists leave out."""
        return [
            ("Đang theo dõi", self.before["followed"], self.after["followed"]),
            ("Hoàn thành", self.before["done"], self.after["done"]),
            ("Chưa hoàn thành", self.before["open"], self.after["open"]),
            ("Quá hạn", self.before["late"], self.after["late"]),
            ("Không tính", self.before["outside"], self.after["outside"]),
        ]


NOTHING = Counts(followed=0, done=0, open=0, late=0, outside=0)


def measure(plan_ids: Iterable[int], *, by: User, today: date) -> Measured:
    """Count the work of some plans together."""
    measured = Measured(total={}, blocs={})
    plans = list(Plan.objects.filter(pk__in=list(plan_ids)).order_by("pk"))
    for by_units in ByUnits:
        total, blocs = Tally(), dict[str, Tally]()
        for plan in plans:
            scope = Scope(plan, as_of=today, by_units=by_units)
            figures = figures_of(scope, user=by, by=[By.BLOC])
            _add(total, figures.total)
            for bloc, tally in figures.by_bloc.items():
                _add(blocs.setdefault(bloc, Tally()), tally)
        measured["total"][by_units] = _counts(total)
        measured["blocs"][by_units] = {bloc: _counts(tally) for bloc, tally in blocs.items()}
    return measured


def lines_of(kept: FiguresKept) -> list[tuple[str, list[FigureLine]]]:
    """The tables of a page, one for each way to attribute work to units."""
    names = dict(Bloc.choices())
    return [
        (str(by_units.label), _lines(kept["before"], kept["after"], by_units, names))
        for by_units in ByUnits
    ]


def _lines(
    before: Measured, after: Measured, by_units: str, names: dict[str, str]
) -> list[FigureLine]:
    blocs_before, blocs_after = before["blocs"][by_units], after["blocs"][by_units]
    lines = [
        FigureLine(
            names.get(bloc, bloc), blocs_before.get(bloc, NOTHING), blocs_after.get(bloc, NOTHING)
        )
        for bloc in [*names, *({*blocs_before, *blocs_after} - names.keys())]
        if bloc in blocs_before or bloc in blocs_after
    ]
    total = FigureLine(
        "Tổng số", before["total"][by_units], after["total"][by_units], is_total=True
    )
    return [*lines, total]


def _add(total: Tally, more: Tally) -> None:
    total.cells += more.cells
    total.labels += more.labels
    total.periods += more.periods


def _counts(tally: Tally) -> Counts:
    return Counts(
        followed=tally.num_applicable,
        done=tally.num_done,
        open=tally.num_applicable - tally.num_done,
        late=tally.num_late,
        outside=tally.num_all - tally.num_applicable,
    )
