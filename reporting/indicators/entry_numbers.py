"""The numbers of assignments in all periods, and the periods they owe."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from plans.models import Assignment, Indicator
from reporting.counting.obligations import owed_periods
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
    query, and one more where there is such an entry.
    """
    found: dict[int, list[EntryNumbers]] = defaultdict(list)
    reworked: set[int] = set()
    rows = _number_rows(tuple(sorted(assignments)))
    for pk, assignment, first, last, name, sent_at, status, state, indicator, *numbers in rows:
        entries = found[assignment]
        if not entries or entries[-1].pk != pk:
            period = NamedSpan(Span(first, last), name)
            is_idle = state == DeclaredState.NOT_APPLICABLE
            entries.append(EntryNumbers(pk, assignment, period, sent_at is not None, is_idle))
            if sent_at is not None and status in WITH_UNIT and pk not in drafts:
                reworked.add(pk)
        if indicator is not None:
            entries[-1].inputs[indicator] = IndicatorInput(*numbers)
    return _as_sent(found, reworked) if reworked else found


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
            "indicator_values__indicator",
            *(f"indicator_values__{part}" for part in vars(IndicatorInput())),
        )

    return statements.rows_of(("numbers", selected), (), build, given=given)


def _as_sent(
    found: dict[int, list[EntryNumbers]], reworked: set[int]
) -> dict[int, list[EntryNumbers]]:
    """The numbers with those of the last sending in place of what is being reworked."""
    selected, given = statements.marks_or_ids(sorted(reworked))
    kept = statements.rows_of(
        ("sent contents", selected),
        (),
        lambda: ProgressEntry.objects.filter(pk__in=selected).values_list("pk", "sent_content"),
        given=given,
    )
    contents = {pk: content or {} for pk, content in kept}
    return {
        assignment: [
            replace(
                row,
                is_task_idle=contents[row.pk].get("state") == DeclaredState.NOT_APPLICABLE,
                inputs=_inputs_in(contents[row.pk].get("indicators", ())),
            )
            if row.pk in reworked
            else row
            for row in rows
        ]
        for assignment, rows in found.items()
    }


def _inputs_in(content: Iterable[IndicatorContent]) -> dict[int, IndicatorInput]:
    """The input, by indicator, that a sending kept."""
    return {row["indicator"]: input_in(row) for row in content}


def owed_before(entries: Sequence[ProgressEntry]) -> dict[int, list[NamedSpan]]:
    """By assignment, the earlier periods of the entries' plans that it owes."""
    period = entries[0].submission.period
    opened = statements.objects_of("opened periods", _opened_periods, given=period.plan_id)
    earlier = [one for one in opened if one.data_to < period.data_to]
    found: dict[int, list[NamedSpan]] = defaultdict(list)
    ids = sorted({entry.assignment_id for entry in entries})
    selected, given = statements.marks_or_ids(ids)
    rows, key = Assignment.objects.filter(pk__in=selected), ("of entries", selected)
    for one in owed_periods(earlier, rows, key=key, given=given):
        found[one.assignment_id].append(NamedSpan(Span.of(one), one.name))
    return found


def _opened_periods() -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.filter(plan=statements.MARK).opened().oldest_first()
