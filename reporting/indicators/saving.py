"""Save the numbers of an entry, and keep their content with a sending."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypedDict

from plans.models import Indicator
from reporting.indicators.inputs import IndicatorInput, recast_words, words_of
from reporting.models import IndicatorValue, ProgressEntry
from tracker.lib.refusal import Refused


class IndicatorContent(TypedDict):
    """A number as kept with a sending, in JSON."""

    indicator: int
    name: str
    words: str
    value: str | None
    numerator: str | None
    denominator: str | None
    is_not_applicable: bool
    explanation: str


def save_values(entry: ProgressEntry, entered: Mapping[int, IndicatorInput]) -> None:
    """Write the input, by indicator, of those that the entry's own task has now.

    Must run in the transaction that saves the entry. Locks the indicators, so that the office
    cannot recast one in between.
    """
    active = Indicator.objects.active().filter(task=entry.assignment.task_id, pk__in=entered)
    rows, blank = [], []
    for indicator in active.select_for_update(no_key=True).order_by("pk"):
        one = entered[indicator.pk]
        if not one.fits(indicator):
            raise Refused(f"{recast_words(indicator)} Hãy tải lại trang.")
        if one.is_blank:
            blank.append(indicator.pk)
        else:
            rows.append(IndicatorValue(entry=entry, indicator=indicator, **vars(one)))
    IndicatorValue.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["entry", "indicator"],
        update_fields=[*vars(IndicatorInput())],
    )
    if blank:
        entry.indicator_values.filter(indicator__in=blank).delete()


def content_of(entry: ProgressEntry) -> list[IndicatorContent]:
    """The numbers of an entry, each in words too; a missing one is listed as missing."""
    entered = {row.indicator_id: IndicatorInput.of(row) for row in entry.indicator_values.all()}
    return [
        {
            "indicator": indicator.pk,
            "name": indicator.name,
            "words": words_of(indicator, one),
            "value": _as_text(one.value),
            "numerator": _as_text(one.numerator),
            "denominator": _as_text(one.denominator),
            "is_not_applicable": one.is_not_applicable,
            "explanation": one.explanation,
        }
        for indicator in in_order(entry.assignment.task.indicators.all())
        if not indicator.is_retired or indicator.pk in entered
        for one in [entered.get(indicator.pk, IndicatorInput())]
    ]


def input_in(row: IndicatorContent) -> IndicatorInput:
    """The input that a kept content holds."""
    value, numerator, denominator = (
        None if number is None else Decimal(number)
        for number in (row["value"], row["numerator"], row["denominator"])
    )
    return IndicatorInput(
        value, numerator, denominator, row["is_not_applicable"], row["explanation"]
    )


def in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    return sorted(indicators, key=lambda indicator: (indicator.position, indicator.pk))


def lines_in(content: Iterable[IndicatorContent]) -> list[str]:
    """The content as lines to read and to compare."""
    return [
        f"{row['name']}: {row['words']}"
        + (f" – giải trình: {row['explanation']}" if row["explanation"] else "")
        for row in content
    ]


def _as_text(number: Decimal | None) -> str | None:
    """JSON has no decimals: they are kept as text."""
    return None if number is None else f"{number.normalize():f}"
