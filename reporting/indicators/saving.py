"""Keeping what a unit gave for the indicators of an entry, and telling it as it was sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from plans.models import Indicator
from reporting.indicators.inputs import IndicatorInput, recast_words, words_of
from reporting.models import IndicatorValue, ProgressEntry
from tracker.lib.refusal import Refused


def save_values(entry: ProgressEntry, entered: Mapping[int, IndicatorInput]) -> None:
    """Write `entered`, by indicator, to the indicators that the entry's own task asks for now.

    Belongs into the transaction that saves the entry. Locks the indicators, so that the office
    recasts one before or after, and never under the numbers.
    """
    asked = Indicator.objects.active().filter(task=entry.assignment.task_id, pk__in=entered)
    rows, blank = [], []
    for indicator in asked.select_for_update(no_key=True).order_by("pk"):
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


def content_of(entry: ProgressEntry) -> list[dict[str, Any]]:
    """What ENTRY says in numbers, each with its words, as it is kept with a sending.

    What is asked for and missing is told as missing.
    """
    entered = {row.indicator_id: IndicatorInput.of(row) for row in entry.indicator_values.all()}
    return [
        {
            "indicator": indicator.pk,
            "name": indicator.name,
            "words": words_of(indicator, one),
            **{name: _plain(value) for name, value in vars(one).items()},
        }
        for indicator in in_order(entry.assignment.task.indicators.all())
        if not indicator.is_retired or indicator.pk in entered
        for one in [entered.get(indicator.pk, IndicatorInput())]
    ]


def in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    return sorted(indicators, key=lambda indicator: (indicator.position, indicator.pk))


def lines_in(content: list[dict[str, Any]]) -> list[str]:
    """CONTENT as lines to read and to compare."""
    return [
        f"{row['name']}: {row['words']}"
        + (f" – giải trình: {row['explanation']}" if row["explanation"] else "")
        for row in content
    ]


def _plain(value: Any) -> Any:
    """JSON has no decimals: they are kept as text."""
    return value if value is None or isinstance(value, bool | str) else f"{value.normalize():f}"
