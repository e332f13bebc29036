"""Content of a plan's dashboard."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from plans.models import TaskGroup
from reporting.counting.figures import Figures, Scope, Tally, figures_of
from reporting.counting.obligations import owed_counts
from reporting.counting.open_periods import OpenPeriod, open_periods
from reporting.counting.punctuality import Punctuality, filing_states
from reporting.counting.status import Cell, Label
from reporting.counting.trend import TrendPoint, trend_of
from reporting.models import ReportingPeriod
from units.models import Bloc, Unit, User

LONGEST_TREND = 8
EMPTY_CELL = SafeString('<td class="heat-none"><span>–</span></td>')


@dataclass(frozen=True)
class UnitLine:
    """Work and punctuality of one unit over the displayed periods."""

    unit: Unit
    tally: Tally
    punctuality: Counter[Punctuality]

    @property
    def num_expected(self) -> int:
        return self.punctuality.total()


@dataclass(frozen=True)
class Dashboard:
    """Figures with the units and groups they cover, punctuality and trend."""

    scope: Scope
    list_url: str
    figures: Figures
    groups: list[TaskGroup]
    units: list[UnitLine]
    blocs: list[tuple[str, str, Tally]]
    punctuality: Counter[Punctuality]
    trend: list[TrendPoint]
    open_periods: list[OpenPeriod]

    def rows_url(self, **conditions: object) -> str:
        """URL of the list of exactly the rows behind a number on this page."""
        filters: dict[str, object] = {
            "period": self.scope.up_to.pk if self.scope.up_to else "",
            "bloc": self.scope.bloc,
            **conditions,
        }
        query = urlencode({name: value for name, value in filters.items() if value})
        return f"{self.list_url}?{query}" if query else self.list_url


def dashboard_of(
    scope: Scope, *, user: User, opened: list[ReportingPeriod] | None = None
) -> Dashboard:
    """Read the dashboard; the number of queries does not grow with units or tasks.

    `opened`: the plan's opened periods, newest first, if the caller has already read them.
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
    unfinished = open_periods(periods, as_of=scope.as_of, states=states)
    latest = periods[-1].pk if periods else None
    return Dashboard(
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
        trend=trend_of(periods, owed=owed, shown=figures.matrix, unfinished=unfinished),
        open_periods=unfinished,
    )


def heat_table(dashboard: Dashboard) -> SafeString:
    """Units × groups as one string: an include per cell would be ten times slower."""
    head = format_html_join(
        "",
        '<th scope="col"><span title="{}">{}</span></th>',
        ((group.heading, f"{group.code}. {group.label}") for group in dashboard.groups),
    )
    lines = SafeString("".join(_heat_line(dashboard, line) for line in dashboard.units))
    return format_html(
        '<table class="heat"><caption>Số đã hoàn thành trên số phải thực hiện; số sau dấu ! là '
        'quá hạn.</caption><thead><tr><th scope="col">Đơn vị</th>{}<th scope="col">Cộng</th></tr>'
        "</thead><tbody>{}</tbody>{}</table>",
        head,
        lines,
        _foot(dashboard),
    )


def _heat_line(dashboard: Dashboard, line: UnitLine) -> str:
    """Row of one unit; each piece is escaped where it is created."""
    unit = line.unit
    cells = "".join(_cell(dashboard, unit, group) for group in dashboard.groups)
    total = _heat_cell(line.tally, dashboard.rows_url(unit=unit.pk), unit.short_name)
    url = reverse("reporting:unit", args=[unit.pk])
    name = escape(unit.short_name)
    return f'<tr><th scope="row"><a href="{url}">{name}</a></th>{cells}{total}</tr>'


def _foot(dashboard: Dashboard) -> SafeString:
    cells = "".join(
        _heat_cell(dashboard.figures.by_group[g.pk], dashboard.rows_url(group=g.pk), g.label)
        for g in dashboard.groups
    )
    total = _heat_cell(dashboard.figures.total, dashboard.rows_url(), "toàn bộ")
    return SafeString(f'<tfoot><tr><th scope="row">Cộng</th>{cells}{total}</tr></tfoot>')


def _cell(dashboard: Dashboard, unit: Unit, group: TaskGroup) -> SafeString:
    tally = dashboard.figures.matrix.get((unit.pk, group.pk))
    if tally is None:
        return EMPTY_CELL
    url = dashboard.rows_url(unit=unit.pk, group=group.pk)
    return _heat_cell(tally, url, f"{unit.short_name}, {group.label}")


def _heat_cell(tally: Tally, url: str, subject: str) -> SafeString:
    """One cell as a plain string, because there are hundreds; its texts are escaped."""
    if not tally.num_all:
        return EMPTY_CELL
    done, applicable, late = tally.num_done, tally.num_applicable, tally.num_late
    mark = f' <span class="late">!{late}</span>' if late else ""
    return SafeString(
        f'<td class="{tally.heat}"><a href="{escape(url)}" aria-label="{escape(subject)}: '
        f'hoàn thành {done} trên {applicable}, quá hạn {late}">{done}/{applicable}{mark}</a></td>'
    )


@dataclass(frozen=True)
class CellCount:
    """A number of the table "done or not × on time or late", with the list behind it."""

    label: str
    count: int
    url: str
    is_part: bool = False


def four_cells(dashboard: Dashboard) -> list[CellCount]:
    """Done or not × on time or late; after "done on time", the part that needed an extension."""
    total = dashboard.figures.total
    rows = [
        CellCount(str(cell.label), total.cells[cell], dashboard.rows_url(cell=cell.value))
        for cell in Cell
    ]
    part = CellCount(
        label="trong đó đúng hạn sau gia hạn",
        count=total.num_extended,
        url=dashboard.rows_url(label=Label.DONE_EXTENDED.value),
        is_part=True,
    )
    return [rows[0], part, *rows[1:]]


def _periods(scope: Scope, opened: list[ReportingPeriod] | None) -> list[ReportingPeriod]:
    """The opened periods on the page, oldest first."""
    if opened is None:
        opened = list(scope.plan.periods.opened().newest_first())
    last_day = scope.up_to.data_to if scope.up_to else date.max
    return [period for period in opened if period.data_to <= last_day][:LONGEST_TREND][::-1]
