"""The matrix of a plan: units × task groups, drawn flat, by bloc where there are many units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from plans.models import TaskGroup
from reporting.counting.figures import Scope, figures_of, units_in
from reporting.counting.tallies import By, Figures, Tally
from reporting.dashboards.links import RowLinks
from tracker.lib.addresses import address_of
from units.models import Unit, User

# More units do not fit on a page that can still be read
MAX_UNITS = 70
EMPTY_CELL = SafeString('<td class="heat-none"><span>–</span></td>')


@dataclass(frozen=True)
class BlocLine:
    """A row of the matrix with many units: a bloc, and how many units it has."""

    bloc: str
    label: str
    num_units: int


@dataclass(frozen=True)
class Matrix:
    """The rows are `blocs` where there are too many units for one page, else `units`."""

    links: RowLinks
    url: str
    figures: Figures
    groups: list[TaskGroup]
    units: Page[Unit]
    blocs: list[BlocLine]

    @property
    def num_units(self) -> int:
        return self.units.paginator.count

    def of_group(self, url: str, group: TaskGroup) -> str:
        """The list at `url` of one group only; a page of one group links to nothing else."""
        return url if "group" in self.links.kept else f"{url}&group={group.pk}"


def matrix_of(
    scope: Scope,
    *,
    user: User,
    links: RowLinks,
    groups: Iterable[TaskGroup],
    bloc_names: list[tuple[str, str]],
    page: str | None = None,
) -> Matrix:
    """Read the matrix by units, or by blocs where there are too many of them; three queries.

    The columns are those of `groups` that have work.
    """
    found = Unit.objects.filter(pk__in=units_in(scope, user=user))
    units = list(found.in_list_order())
    blocs = [] if scope.bloc or len(units) <= MAX_UNITS else list(_blocs(units, bloc_names))
    figures = figures_of(scope, user=user, by=[By.BLOC if blocs else By.UNIT, By.GROUP])
    return Matrix(
        links=links,
        url=address_of("reporting:dashboard-matrix", scope.plan.pk),
        figures=figures,
        groups=[group for group in groups if group.pk in figures.by_group],
        units=Paginator(units, MAX_UNITS).get_page(page),
        blocs=blocs,
    )


def _blocs(units: list[Unit], names: list[tuple[str, str]]) -> Iterator[BlocLine]:
    for bloc, label in names:
        num_units = sum(unit.bloc_id == bloc for unit in units)
        if num_units:
            yield BlocLine(bloc, label, num_units)


def heat_table(matrix: Matrix) -> SafeString:
    """The matrix as one string: an include per cell would be ten times slower."""
    head = format_html_join(
        "",
        '<th scope="col"><span title="{}">{}</span></th>',
        ((group.heading, f"{group.code}. {group.label}") for group in matrix.groups),
    )
    lines = _bloc_lines(matrix) if matrix.blocs else _unit_lines(matrix)
    return format_html(
        '<table class="heat"><caption>Số việc đã hoàn thành, hoặc đạt yêu cầu trong kỳ nếu là việc '
        "thường xuyên, định kỳ, trên số phải thực hiện; số sau dấu ! là quá hạn.</caption>"
        '<thead><tr><th scope="col">{}</th>{}<th scope="col">Cộng</th></tr>'
        "</thead><tbody>{}</tbody>{}</table>",
        "Khối" if matrix.blocs else "Đơn vị",
        head,
        SafeString("".join(lines)),
        _foot(matrix),
    )


def _unit_lines(matrix: Matrix) -> Iterator[str]:
    """A row per unit; each piece is escaped where it is created."""
    start = matrix.links.to(unit="")
    by_units = matrix.links.by_units
    for unit in matrix.units:
        name = escape(unit.short_name)
        url = f"{start}{unit.pk}"
        cells = "".join(
            _cell(
                matrix.figures.matrix.get((unit.pk, group.pk)),
                matrix.of_group(url, group),
                f"{unit.short_name}, {group.label}",
            )
            for group in matrix.groups
        )
        total = _cell(matrix.figures.by_unit[unit.pk], url, unit.short_name)
        home = address_of("reporting:unit", unit.pk) + by_units
        yield f'<tr><th scope="row"><a href="{home}">{name}</a></th>{cells}{total}</tr>'


def _bloc_lines(matrix: Matrix) -> Iterator[str]:
    """A row per bloc, which leads to the matrix of its units."""
    tallies = matrix.figures.by_bloc_and_group
    for line in matrix.blocs:
        url = matrix.links.to(bloc=line.bloc)
        cells = "".join(
            _cell(
                tallies.get((line.bloc, group.pk)),
                matrix.of_group(url, group),
                f"{line.label}, {group.label}",
            )
            for group in matrix.groups
        )
        total = _cell(matrix.figures.by_bloc[line.bloc], url, line.label)
        name = escape(f"{line.label} ({line.num_units} đơn vị)")
        page = escape(matrix.links.beside(matrix.url, bloc=line.bloc))
        yield f'<tr><th scope="row"><a href="{page}">{name}</a></th>{cells}{total}</tr>'


def _foot(matrix: Matrix) -> SafeString:
    """The sums of the whole scope, also where the page shows a part of its units."""
    cells = "".join(
        _cell(matrix.figures.by_group[g.pk], matrix.links.to(group=g.pk), g.label)
        for g in matrix.groups
    )
    total = _cell(matrix.figures.total, matrix.links.to(), "toàn bộ")
    is_part = not matrix.blocs and matrix.units.has_other_pages()
    name = f"Cộng {matrix.num_units} đơn vị" if is_part else "Cộng"
    return SafeString(f'<tfoot><tr><th scope="row">{name}</th>{cells}{total}</tr></tfoot>')


def _cell(tally: Tally | None, url: str, subject: str) -> SafeString:
    """One cell as a plain string, because there are hundreds; its texts are escaped."""
    if tally is None or not tally.num_all:
        return EMPTY_CELL
    done, applicable, late = tally.num_done, tally.num_applicable, tally.num_late
    mark = f' <span class="late">!{late}</span>' if late else ""
    return SafeString(
        f'<td class="{tally.heat}"><a href="{escape(url)}" aria-label="{escape(subject)}: '
        f'hoàn thành {done} trên {applicable}, quá hạn {late}">{done}/{applicable}{mark}</a></td>'
    )
