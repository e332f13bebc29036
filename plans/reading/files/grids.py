"""Tables of a page by their ruled lines: where the columns and the rows begin."""

from bisect import bisect_right
from dataclasses import dataclass, field

Bounds = tuple[float, float, float, float]  # left, bottom, right, top

# Points: a thinner box is a line; lines that are closer are one
_THIN = 3.0
_NEAR = 2.5
_LEAST_WIDTH = 12.0
_LEAST_EDGES = 3


@dataclass(frozen=True)
class _Stroke:
    """A straight line at `at` from `first` to `last`."""

    at: float
    first: float
    last: float


@dataclass
class RuledGrid:
    """`xs` from left to right, `ys` from above to below; `merged` leads to the first cell."""

    xs: list[float]
    ys: list[float]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]

    def cell(self, row: int, column: int) -> tuple[int, int]:
        return self.merged.get((row, column), (row, column))

    def cell_of(self, x: float, y: float) -> tuple[int, int]:
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        below = [-each for each in self.ys]
        row = min(max(bisect_right(below, -y) - 1, 0), len(self.ys) - 2)
        return self.cell(row, column)


def grids_of(boxes: list[Bounds]) -> list[RuledGrid]:
    """The tables among the boxes and lines of a page."""
    across: list[_Stroke] = []
    down: list[_Stroke] = []
    for left, bottom, right, top in boxes:
        if top - bottom <= _THIN:
            across.append(_Stroke((top + bottom) / 2, left, right))
        elif right - left <= _THIN:
            down.append(_Stroke((left + right) / 2, bottom, top))
        else:
            across += [_Stroke(top, left, right), _Stroke(bottom, left, right)]
            down += [_Stroke(left, bottom, top), _Stroke(right, bottom, top)]
    grids = []
    for strokes in _stacks(down):
        low = min(stroke.first for stroke in strokes) - _NEAR
        high = max(stroke.last for stroke in strokes) + _NEAR
        lying = [stroke for stroke in across if low <= stroke.at <= high]
        xs = _places(strokes)
        ys = _places([*lying, *_open_edges(strokes)])[::-1]
        if _is_table(xs, ys):
            grids.append(_with_merged(RuledGrid(xs, ys), lying, strokes))
    return grids


def _open_edges(down: list[_Stroke]) -> list[_Stroke]:
    """Where most standing lines end: a page may cut a row without a line above or below it."""
    left, right = min(each.at for each in down), max(each.at for each in down)
    tops, bottoms = [each.last for each in down], [each.first for each in down]
    return [
        _Stroke(edge, left, right)
        for edge, ends in ((max(tops), tops), (min(bottoms), bottoms))
        if sum(abs(end - edge) <= _NEAR for end in ends) >= _LEAST_EDGES
    ]


def _is_table(xs: list[float], ys: list[float]) -> bool:
    """Two columns and two rows, or a single row of three columns that a page cut off."""
    is_wide = len(xs) >= 3 and xs[-1] - xs[0] > 10 * _LEAST_WIDTH
    return is_wide and len(ys) >= 2 and len(xs) + len(ys) >= 6


def _stacks(down: list[_Stroke]) -> list[list[_Stroke]]:
    """Standing lines by the tables whose heights they cover together."""
    stacks: list[list[_Stroke]] = []
    end = 0.0
    for stroke in sorted(down, key=lambda each: -each.last):
        if stacks and stroke.last >= end - _NEAR:
            stacks[-1].append(stroke)
            end = min(end, stroke.first)
        else:
            stacks.append([stroke])
            end = stroke.first
    return stacks


def _places(strokes: list[_Stroke]) -> list[float]:
    places: list[float] = []
    for at in sorted(stroke.at for stroke in strokes):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return places


def _with_merged(grid: RuledGrid, across: list[_Stroke], down: list[_Stroke]) -> RuledGrid:
    """Neighbours without a line between them are one cell."""
    for row in range(len(grid.ys) - 1):
        y = (grid.ys[row] + grid.ys[row + 1]) / 2
        for column in range(len(grid.xs) - 1):
            x = (grid.xs[column] + grid.xs[column + 1]) / 2
            if column and not _is_cut(down, grid.xs[column], y):
                grid.merged[row, column] = grid.cell(row, column - 1)
            elif row and not _is_cut(across, grid.ys[row], x):
                grid.merged[row, column] = grid.cell(row - 1, column)
    return grid


def _is_cut(strokes: list[_Stroke], at: float, through: float) -> bool:
    return any(
        abs(stroke.at - at) <= _NEAR and stroke.first - _NEAR <= through <= stroke.last + _NEAR
        for stroke in strokes
    )
