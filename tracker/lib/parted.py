"""Counts that are kept by part, so that a change in one part counts only that part anew.

Each row belongs to one part, and a version of each part is known. Whoever asks again gets the sums
of the parts; those whose version moved are read first. Rows that are equal are kept once for all
parts.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from tracker.lib import statements
from tracker.lib.statements import Query, Row

# So many rows of parts a process keeps, about 3 MB
MOST_ROWS = 60_000
# Where more parts moved, reading all of them costs no more
MOST_PARTS = 12
# Which parts a statement reads: None for a sum over all of them, without its parts; () for all of
# them, and some of them
Parts = Sequence[int] | None
# Rows of a part, each with its number
Part = Sequence[tuple[Row, int]]
Build = Callable[[Parts], Query]


@dataclass(frozen=True)
class Version:
    """A number for each part, for what belongs to none, and for what no count by part reads."""

    by_part: tuple[int, ...]
    common: int
    aside: int

    @property
    def total(self) -> int:
        """Moves with each of them."""
        return sum(self.by_part) + self.common + self.aside

    def moved_since(self, earlier: "Version") -> list[int]:
        pairs = enumerate(zip(self.by_part, earlier.by_part, strict=True))
        return [part for part, (now, then) in pairs if now != then]


@dataclass(frozen=True)
class _Kept:
    """Rows by part, each with its number, and the sums over the parts."""

    version: Version
    parts: Mapping[int, Part]
    sums: Counter[Row]

    @property
    def size(self) -> int:
        return sum(map(len, self.parts.values())) + len(self.sums)


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_lock = Lock()


def counts_of(
    key: Hashable | None,
    columns: Sequence[str],
    build: Build,
    *,
    is_scan: bool = False,
    given: statements.Given = None,
    version: Version | None = None,
) -> list[Row]:
    """Rows with `columns`, the last of which is a number; one query, or none where none moved.

    `key` and `is_scan` as in `statements.rows_of`; a statement for some parts begins at the first
    table too. `given`, too, where there is no version: the rows are read each time then. `version`
    was read before. What `build` returns for parts has a column `part` as
    well, and for some of them `seen`: the total of the versions that the statement itself saw.
    """
    if key is None or version is None:
        return statements.rows_of(key, columns, lambda: build(None), is_scan=is_scan, given=given)
    full_key = tuple(columns), key
    with _lock:
        kept = _kept.get(full_key)
    if kept is None or kept.version != version:
        newer = kept and _moved(kept, key, columns, build, version, is_scan=is_scan)
        kept = newer or _read(key, columns, build, version, is_scan=is_scan)
        _keep(full_key, kept)
    return [(*row, num) for row, num in kept.sums.items()]


def forget() -> None:
    """Forget everything, for tests and measurements."""
    with _lock:
        _kept.clear()


def _read(
    key: Hashable, columns: Sequence[str], build: Build, version: Version, *, is_scan: bool
) -> _Kept:
    """All parts, from one statement."""
    names = (*columns[:-1], "part", columns[-1])
    rows = statements.rows_of(("parts", key), names, lambda: build(()), is_scan=is_scan)
    parts = _by_part((row[-2], row[:-2], row[-1]) for row in rows)
    sums: Counter[Row] = Counter()
    for part in parts.values():
        _add(sums, part)
    return _Kept(version, parts, sums)


def _moved(
    kept: _Kept,
    key: Hashable,
    columns: Sequence[str],
    build: Build,
    version: Version,
    *,
    is_scan: bool,
) -> _Kept | None:
    """`kept` with the parts that moved since; None where that cannot be told from all parts."""
    moved = version.moved_since(kept.version)
    if kept.version.common != version.common or len(moved) > MOST_PARTS:
        return None
    if not moved:
        return _Kept(version, kept.parts, kept.sums)
    marks, given = statements.marks_or_ids(moved)
    # Not the id of nobody in the marks that are left, which is the number of a part
    given = tuple(moved) + (moved[0],) * (len(marks) - len(moved)) if given else given
    names = (*columns[:-1], "part", "seen", columns[-1])
    rows = statements.rows_of(
        ("some parts", key, marks), names, lambda: build(marks), is_scan=is_scan, given=given
    )
    if not rows or int(rows[0][-2]) != version.total:
        return None  # changed meanwhile: a part may have lost to another what is kept of it
    read = _by_part((row[-3], row[:-3], row[-1]) for row in rows)
    sums = Counter(kept.sums)
    for part in moved:
        _add(sums, kept.parts.get(part, ()), times=-1)
        _add(sums, read.get(part, ()))
    newer = {**kept.parts, **{part: read.get(part, ()) for part in moved}}
    return _Kept(version, newer, Counter({row: num for row, num in sums.items() if num}))


def _add(sums: Counter[Row], part: Part, *, times: int = 1) -> None:
    for row, num in part:
        sums[row] += times * num


def _by_part(rows: Iterable[tuple[int, Row, int]]) -> dict[int, Part]:
    same: dict[tuple[Row, int], tuple[Row, int]] = {}
    parts: dict[int, list[tuple[Row, int]]] = defaultdict(list)
    for part, row, num in rows:
        counted = row, num
        parts[part].append(same.setdefault(counted, counted))
    return {part: tuple(found) for part, found in parts.items()}


def _keep(full_key: Hashable, kept: _Kept) -> None:
    with _lock:
        _kept.pop(full_key, None)
        _kept[full_key] = kept
        while len(_kept) > 1 and sum(one.size for one in _kept.values()) > MOST_ROWS:
            _kept.popitem(last=False)
