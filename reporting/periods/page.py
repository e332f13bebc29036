"""The state of the units' submissions in a period, by unit and as totals per period."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse

from reporting.counting.asked import AskedCount, asked_counts
from reporting.counting.obligations import expected_of, owed_counts
from reporting.counting.open_periods import OpenPeriod
from reporting.counting.punctuality import FilingState, Punctuality, filing_states
from reporting.counting.work_days import decisions_of
from reporting.models import (
    EntryStatus,
    PeriodAdjustment,
    ReportingPeriod,
    Submission,
    Urging,
)
from units.models import Bloc, Unit

NUM_ROWS = 60
NOT_URGED: Mapping[int, Urging] = {}


@dataclass(frozen=True)
class PeriodRow:
    """A period with the number of expected submissions in each state."""

    period: ReportingPeriod
    counts: Counter[Punctuality]
    as_of: date

    @property
    def receiving(self) -> OpenPeriod | None:
        """How far the period has come, where it still receives submissions."""
        if not self.period.is_unfinished_on(self.as_of):
            return None
        num_sent = self.num_on_time + self.num_late
        return OpenPeriod(self.period, self.as_of, self.num_expected, num_sent)

    @property
    def num_expected(self) -> int:
        return self.counts.total()

    @property
    def num_on_time(self) -> int:
        return self.counts[Punctuality.ON_TIME]

    @property
    def num_late(self) -> int:
        return self.counts[Punctuality.LATE]

    @property
    def num_closed(self) -> int:
        """Not sent when the period was closed before its due day."""
        return self.counts[Punctuality.CLOSED]

    @property
    def num_unsent(self) -> int:
        unsent = (Punctuality.MISSING, Punctuality.WAITING, Punctuality.CLOSED)
        return sum(self.counts[state] for state in unsent)


@dataclass(frozen=True)
class UnitRow:
    """The submission of a unit in a period, and the results it owes; the numbers count entries.

    `urged` is the last urging of the unit in the period, if any.
    """

    unit: Unit
    num_owed: int
    state: FilingState
    submission_id: int | None
    num_sent: int
    num_returned: int
    num_accepted: int
    is_with_head: bool = False
    urged: Urging | None = None

    @property
    def has_results(self) -> bool:
        """Whether there is anything to verify; a transfer brings results that were never sent."""
        has_any = self.num_sent or self.num_returned or self.num_accepted
        return self.state.sent_on is not None or bool(has_any)


@dataclass(frozen=True)
class AskedContributions:
    """What co-ordinating units were asked for in a period; `missing`: units that lack some."""

    counts: list[AskedCount]

    @property
    def num_asked(self) -> int:
        return sum(row.num_asked for row in self.counts)

    @property
    def num_sent(self) -> int:
        return sum(row.num_sent for row in self.counts)

    @property
    def missing(self) -> list[AskedCount]:
        return [row for row in self.counts if row.num_missing]

    @property
    def shown(self) -> list[AskedCount]:
        return self.missing[:NUM_ROWS]

    @property
    def num_more(self) -> int:
        return len(self.missing) - len(self.shown)


@dataclass(frozen=True)
class BlocRows:
    """A bloc: its rows on the page, and the numbers of all its units."""

    label: str
    rows: list[UnitRow]
    num_expected: int
    num_filed: int


@dataclass(frozen=True)
class SubmissionPage:
    """A page of the units of a period by bloc, of one `chosen` bloc or of all.

    `choices`: code, name and number of units of each bloc, where there is more than a page.
    """

    blocs: list[BlocRows]
    page: Page[UnitRow]
    chosen: str
    choices: list[tuple[str, str, int]]


def period_rows(periods: list[ReportingPeriod], *, as_of: date) -> list[PeriodRow]:
    counts: dict[int, Counter[Punctuality]] = {period.pk: Counter() for period in periods}
    for filing in filing_states(periods=periods, as_of=as_of):
        counts[filing.period_id][filing.state] += 1
    return [PeriodRow(period, counts[period.pk], as_of) for period in periods]


def period_row(period: ReportingPeriod, rows: list[UnitRow], *, as_of: date) -> PeriodRow:
    """The same for one period whose `rows` are known; no query."""
    return PeriodRow(period, Counter(row.state.state for row in rows), as_of)


def unit_rows(
    period: ReportingPeriod,
    *,
    as_of: date,
    adjustments: Iterable[PeriodAdjustment] | None = None,
    urged: Mapping[int, Urging] = NOT_URGED,
) -> list[UnitRow]:
    """The units that owe a submission in `period`, in list order; three queries.

    One more where the office adjusted anything and `adjustments` of the period are not given.
    `urged` are the last urgings by unit.
    """
    adjusted = None if adjustments is None else decisions_of(adjustments)
    owed = owed_counts([period], adjusted=adjusted)
    num_owed = Counter[int]()
    for row in owed:
        num_owed[row.unit_id] += row.num
    submissions = {
        row.unit_id: row
        for row in Submission.objects.filter(period=period).annotate(
            num_sent=Count("entries", filter=Q(entries__status=EntryStatus.SENT)),
            num_returned=Count("entries", filter=Q(entries__status=EntryStatus.RETURNED)),
            num_accepted=Count("entries", filter=Q(entries__status=EntryStatus.ACCEPTED)),
        )
    }
    filings = filing_states(
        periods=[period], as_of=as_of, expected=expected_of(owed), sent=submissions.values()
    )
    states = {state.unit_id: state for state in filings}
    units = Unit.objects.filter(pk__in=states).in_list_order()
    return [
        replace(
            _unit_row(unit, num_owed[unit.pk], states[unit.pk], submissions.get(unit.pk)),
            urged=urged.get(unit.pk),
        )
        for unit in units
    ]


def unsent_url(period_id: int) -> str:
    """Address of the list of exactly the units that have not sent for the period."""
    return f"{reverse('reporting:period', args=[period_id])}?sent=no#unsent"


def contributions_in(period: ReportingPeriod) -> AskedContributions:
    """What co-ordinating units were asked for and sent, counted apart; one query."""
    return AskedContributions(asked_counts([period]) if period.opened_at else [])


def page_of(rows: list[UnitRow], *, bloc: str = "", page: str | None = None) -> SubmissionPage:
    """`rows` in pages, grouped by bloc in the order of the blocs; an unknown `bloc` is all."""
    names = dict(Bloc.choices())
    by_bloc = _by_bloc(rows, names)
    chosen = bloc if bloc in by_bloc else ""
    listed = [by_bloc[chosen]] if chosen else list(by_bloc.values())
    shown = Paginator(list(chain.from_iterable(listed)), NUM_ROWS).get_page(page)
    choices = [(code, names[code], len(mine)) for code, mine in by_bloc.items()]
    return SubmissionPage(
        blocs=[
            _bloc_rows(names[code], on_page, by_bloc[code])
            for code, on_page in _by_bloc(list(shown), names).items()
        ],
        page=shown,
        chosen=chosen,
        choices=choices if len(rows) > NUM_ROWS else [],
    )


def _by_bloc(rows: list[UnitRow], blocs: Iterable[str]) -> dict[str, list[UnitRow]]:
    """`rows` by bloc, in the order of `blocs`, without empty ones."""
    found: dict[str, list[UnitRow]] = {code: [] for code in blocs}
    for row in rows:
        found[row.unit.bloc_id].append(row)
    return {code: mine for code, mine in found.items() if mine}


def _bloc_rows(name: str, on_page: list[UnitRow], mine: list[UnitRow]) -> BlocRows:
    num_filed = sum(row.state.sent_on is not None for row in mine)
    return BlocRows(name, on_page, len(mine), num_filed)


def _unit_row(
    unit: Unit, num_owed: int, state: FilingState, submission: Submission | None
) -> UnitRow:
    if submission is None:
        return UnitRow(unit, num_owed, state, None, 0, 0, 0)
    return UnitRow(
        unit=unit,
        num_owed=num_owed,
        state=state,
        submission_id=submission.pk,
        num_sent=submission.num_sent,  # type: ignore[attr-defined]
        num_returned=submission.num_returned,  # type: ignore[attr-defined]
        num_accepted=submission.num_accepted,  # type: ignore[attr-defined]
        is_with_head=submission.is_with_head,
    )
