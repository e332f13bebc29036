"""The numbers of assignments in all periods, and the periods they owe."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, F, QuerySet, When

from plans.models import Assignment, Indicator
from reporting.counting.obligations import owed_periods
from reporting.counting.work_days import Adjusted
from reporting.indicators.beside import NamedSpan
from reporting.indicators.figures import Filed
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.saving import IndicatorContent, input_in
from reporting.indicators.spans import Span
from reporting.models import DeclaredState, ProgressEntry, ReportingPeriod
from reporting.models.entry import WITH_UNIT
from tracker.lib import statements


@dataclass(frozen=True)
class EntryNumbers:
    """One entry of an assignment, in any period, with its numbers by indicator."""

    pk: int
    assignment: int
    period: NamedSpan
    was_sent: bool
    is_task_idle: bool
    inputs: dict[int, IndicatorInput] = field(default_factory=dict)

    def filed(self, indicator: Indicator) -> Filed:
        entered = self.inputs.get(indicator.pk, IndicatorInput())
        return Filed(self.assignment, self.period.span, True, entered, self.is_task_idle)


def numbers_of(assignments: set[int], *, drafts: Collection[int]) -> dict[int, list[EntryNumbers]]:
    """By assignment, its entries with their numbers, oldest period first.

    An entry that is being reworked has what was last sent, unless it is one of `drafts`. One
    query.
    """
    found: dict[int, list[EntryNumbers]] = defaultdict(list)
    rows = _number_rows(tuple(sorted(assignments)))
    for pk, assignment, first, last, name, sent_at, status, state, sent, *number in rows:
        entries, indicator = found[assignment], number[0]
        is_reworked = sent_at is not None and status in WITH_UNIT and pk not in drafts
        content = (sent or {}) if is_reworked else None
        if not entries or entries[-1].pk != pk:
            period = NamedSpan(Span(first, last), name)
            declared = state if content is None else content.get("state")
            is_idle = declared == DeclaredState.NOT_APPLICABLE
            inputs = _inputs_in(content.get("indicators", ())) if content else {}
            entries.append(
                EntryNumbers(pk, assignment, period, sent_at is not None, is_idle, inputs)
            )
        if indicator is not None and content is None:
            entries[-1].inputs[indicator] = IndicatorInput(*number[1:])
    return found


def _number_rows(assignments: tuple[int, ...]) -> list[statements.Row]:
    selected, given = statements.marks_or_ids(assignments)

    def build() -> statements.Query:
        rows = ProgressEntry.objects.filter(assignment__in=selected)
        return rows.order_by("submission__period__data_to", "pk", "indicator_values").values_list(
            "pk",
            "assignment_id",
            "submission__period__data_from",
            "submission__period__data_to",
            "submission__period__name",
            "last_sent_at",
            "status",
            "state",
            Case(When(status__in=WITH_UNIT, then=F("sent_content"))),
            "indicator_values__indicator",
            *(f"indicator_values__{part}" for part in vars(IndicatorInput())),
        )

    return statements.rows_of(("numbers", selected), (), build, given=given)


def _inputs_in(content: Iterable[IndicatorContent]) -> dict[int, IndicatorInput]:
    """The input, by indicator, that a sending kept."""
    return {row["indicator"]: input_in(row) for row in content}


def owed_before(
    entries: Sequence[ProgressEntry],
    *,
    opened: Sequence[ReportingPeriod] | None = None,
    adjusted: Adjusted | None = None,
) -> dict[int, list[NamedSpan]]:
    """By assignment, the earlier periods of the entries' plan that it owes; two queries.

    One where its `opened` periods were read, oldest first. `adjusted` as in `count_owed`.
    """
    period = entries[0].submission.period
    if opened is None:
        opened = statements.objects_of("opened periods", _opened_periods, given=period.plan_id)
    earlier = [one for one in opened if one.data_to < period.data_to]
    found: dict[int, list[NamedSpan]] = defaultdict(list)
    ids = sorted({entry.assignment_id for entry in entries})
    selected, given = statements.marks_or_ids(ids)
    rows, key = Assignment.objects.filter(pk__in=selected), ("of entries", selected)
    for one in owed_periods(earlier, rows, key=key, given=given, adjusted=adjusted):
        found[one.assignment_id].append(NamedSpan(Span.of(one), one.name))
    return found


def _opened_periods() -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.filter(plan=statements.MARK).opened().oldest_first()
