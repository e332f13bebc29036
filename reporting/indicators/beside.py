"""The numbers beside the field of an indicator: since 1 January, and one year ago."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import Aggregation, Indicator
from reporting.indicators.figures import Filed, gaps, total_of
from reporting.indicators.inputs import MISSING, NOT_APPLICABLE
from reporting.indicators.spans import Span, falls_in, year_before, year_to

# Periods whose numbers are missing, by name in the line; more of them are counted
NUM_NAMED = 2


@dataclass(frozen=True)
class NamedSpan:
    """The days of a period and its name."""

    span: Span
    name: str


@dataclass(frozen=True)
class Beside:
    """One unit's numbers in other periods, in words; empty where there is nothing to tell."""

    year_so_far: str = ""
    year_before: str = ""


def beside(
    indicator: Indicator,
    here: Span,
    own: Filed | None,
    others: Sequence[Filed],
    owed: Sequence[NamedSpan],
) -> Beside:
    """For the period of the days `here`: `own` is its number, `others` those of other periods.

    A unit sees what it sent, accepted or not, and its own number of this period as it is saved.
    `owed` has the earlier periods that the unit owes.
    """
    return Beside(
        _year_so_far(indicator, here, own, others, owed),
        _year_before(indicator, here, others, owed),
    )


def _year_so_far(
    indicator: Indicator,
    here: Span,
    own: Filed | None,
    others: Sequence[Filed],
    owed: Sequence[NamedSpan],
) -> str:
    """Empty where a sum since 1 January says nothing new: no other period of the year has one."""
    whole = year_to(here.last)
    earlier = [row for row in others if falls_in(row.span, whole)]
    due = [one for one in owed if falls_in(one.span, whole)]
    if indicator.aggregation == Aggregation.LAST or not (earlier or due):
        return ""
    rows = [*earlier, own] if own else earlier
    words = _words(indicator, rows, due)
    if own is None or not own.is_answer(indicator):
        return f"{words}, chưa gồm kỳ này"
    return f"{words}, gồm kỳ này"


def _year_before(
    indicator: Indicator, here: Span, others: Sequence[Filed], owed: Sequence[NamedSpan]
) -> str:
    whole = year_before(here)
    rows = [row for row in others if whole.contains(row.span)]
    due = [one for one in owed if whole.contains(one.span)]
    return _words(indicator, rows, due) if rows or due else ""


def _words(indicator: Indicator, rows: Sequence[Filed], due: Sequence[NamedSpan]) -> str:
    """The result in words with what it lacks: "12 cuộc (chưa đủ: thiếu Quý 2/2026)"."""
    answers = [row.span for row in rows if row.is_answer(indicator)]
    missing = set(gaps(indicator, [one.span for one in due], answers))
    names = [one.name for one in due if one.span in missing]
    total = total_of(indicator, {}, rows)
    if not total.num_reported:
        return NOT_APPLICABLE if answers and not names else MISSING
    details = [total.parts, f"chưa đủ: thiếu {_some(names)}" if names else ""]
    shown = ", ".join(filter(None, details))
    return f"{total.words} ({shown})" if shown else total.words


def _some(names: Sequence[str]) -> str:
    rest = len(names) - NUM_NAMED
    named = ", ".join(names[:NUM_NAMED])
    return f"{named} và {rest} kỳ khác" if rest > 0 else named
