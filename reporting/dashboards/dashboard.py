"""What the dashboard of a plan shows."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from plans.models import TaskGroup
from reporting.counting.figures import Figures, Scope, Tally, figures_of
from reporting.counting.obligations import owed_counts
from reporting.counting.punctuality import Punctuality, filing_states
from reporting.counting.status import Cell, Label
from reporting.counting.trend import TrendPoint, trend_of
from reporting.models import ReportingPeriod
from units.models import Bloc, Unit, User

LONGEST_TREND = 8
NOTHING_ASKED = SafeString('<td class="heat-none"><span>–</span></td>')


@dataclass(frozen=True)
class UnitLine:
    """One unit's work and its filing over the periods shown."""

    unit: Unit
    tally: Tally
    punctuality: Counter[Punctuality]

    @property
    def num_expected(self) -> int:
        return self.punctuality.total()


@dataclass(frozen=True)
class Board:
    """The dashboard: figures, the units and groups they are told for, punctuality, trend."""

    scope: Scope
    list_url: str
    figures: Figures
    groups: list[TaskGroup]
    units: list[UnitLine]
    blocs: list[tuple[str, str, Tally]]
    punctuality: Counter[Punctuality]
    trend: list[TrendPoint]

    def rows_url(self, **conditions: object) -> str:
        """The list of exactly the rows that a number of this page counts."""
        asked: dict[str, object] = {
            "period": self.scope.up_to.pk if self.scope.up_to else "",
            "bloc": self.scope.bloc,
            **conditions,
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.list_url}?{query}" if query else self.list_url


def board_of(scope: Scope, *, user: User, opened: list[ReportingPeriod] | None = None) -> Board:
    """Read the dashboard; the number of queries does not grow with units or tasks.

    OPENED are the plan's opened periods, newest first, where the caller has them already.
    """
    figures = figures_of(scope, user=user)
    groups = list(scope.plan.groups.order_by("position", "pk"))
    shown = [group for group in groups if group.pk in figures.by_group]
    periods = _periods(scope, opened)
    owed = owed_counts(periods)
    states = [
        row
        for row in filing_states(periods=periods, as_of=scope.as_of, owed=owed)
        if row.unit_id in figures.by_unit
    ]
    by_unit: dict[int, Counter[Punctuality]] = defaultdict(Counter)
    for row in states:
        by_unit[row.unit_id][row.state] += 1
    units = [
        UnitLine(unit, figures.by_unit[unit.pk], by_unit[unit.pk])
        for unit in Unit.objects.filter(pk__in=list(figures.by_unit)).in_list_order()
    ]
    latest = periods[-1].pk if periods else None
    return Board(
        scope=scope,
        list_url=reverse("reporting:list-assignments", args=[scope.plan.pk]),
        figures=figures,
        groups=shown,
        units=units,
        blocs=[
            (bloc, label, figures.by_bloc[bloc])
            for bloc, label in Bloc.choices
            if bloc in figures.by_bloc
        ],
        punctuality=Counter(row.state for row in states if row.period_id == latest),
        trend=trend_of(periods, owed=owed, shown=figures.matrix),
    )


def heat_table(board: Board) -> SafeString:
    """Units × groups as one string: a template include per cell would cost ten times as much."""
    head = format_html_join(
        "",
        '<th scope="col"><span title="{}">{}</span></th>',
        ((group.heading, f"{group.code}. {group.label}") for group in board.groups),
    )
    lines = SafeString("".join(_heat_line(board, line) for line in board.units))
    return format_html(
        '<table class="heat"><caption>Số đã hoàn thành trên số phải thực hiện; số sau dấu ! là '
        'quá hạn.</caption><thead><tr><th scope="col">Đơn vị</th>{}<th scope="col">Cộng</th></tr>'
        "</thead><tbody>{}</tbody>{}</table>",
        head,
        lines,
        _foot(board),
    )


def _heat_line(board: Board, line: UnitLine) -> str:
    """A unit's row; every piece is escaped where it is made."""
    unit = line.unit
    cells = "".join(_cell(board, unit, group) for group in board.groups)
    total = _heat_cell(line.tally, board.rows_url(unit=unit.pk), unit.short_name)
    url = reverse("reporting:unit", args=[unit.pk])
    name = escape(unit.short_name)
    return f'<tr><th scope="row"><a href="{url}">{name}</a></th>{cells}{total}</tr>'


def _foot(board: Board) -> SafeString:
    cells = "".join(
        _heat_cell(board.figures.by_group[g.pk], board.rows_url(group=g.pk), g.label)
        for g in board.groups
    )
    total = _heat_cell(board.figures.total, board.rows_url(), "toàn bộ")
    return SafeString(f'<tfoot><tr><th scope="row">Cộng</th>{cells}{total}</tr></tfoot>')


def _cell(board: Board, unit: Unit, group: TaskGroup) -> SafeString:
    tally = board.figures.matrix.get((unit.pk, group.pk))
    if tally is None:
        return NOTHING_ASKED
    url = board.rows_url(unit=unit.pk, group=group.pk)
    return _heat_cell(tally, url, f"{unit.short_name}, {group.label}")


def _heat_cell(tally: Tally, url: str, told: str) -> SafeString:
    """One cell. Written as one string, for there are hundreds; what may hold markup is escaped."""
    if not tally.num_all:
        return NOTHING_ASKED
    done, applicable, late = tally.num_done, tally.num_applicable, tally.num_late
    mark = f' <span class="late">!{late}</span>' if late else ""
    return SafeString(
        f'<td class="{tally.heat}"><a href="{escape(url)}" aria-label="{escape(told)}: '
        f'hoàn thành {done} trên {applicable}, quá hạn {late}">{done}/{applicable}{mark}</a></td>'
    )


def four_cells(board: Board) -> list[dict[str, Any]]:
    """Done or not × on time or late, each with the list behind it.

    Under what was done on time stands the part of it that needed an extension.
    """
    rows: list[dict[str, Any]] = [
        {
            "label": cell.label,
            "count": board.figures.total.cells[cell],
            "url": board.rows_url(cell=cell.value),
        }
        for cell in Cell
    ]
    part = {
        "label": "trong đó đúng hạn sau gia hạn",
        "count": board.figures.total.num_extended,
        "url": board.rows_url(label=Label.DONE_EXTENDED.value),
        "is_part": True,
    }
    return [rows[0], part, *rows[1:]]


def _periods(scope: Scope, opened: list[ReportingPeriod] | None) -> list[ReportingPeriod]:
    """The opened periods the page tells of, oldest first."""
    if opened is None:
        opened = list(scope.plan.periods.opened().newest_first())
    last_day = scope.up_to.data_to if scope.up_to else date.max
    return [period for period in opened if period.data_to <= last_day][:LONGEST_TREND][::-1]
