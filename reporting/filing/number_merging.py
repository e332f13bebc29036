"""Merging of numbers when two people save an entry: each part is a field."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from plans.models import Indicator
from reporting.indicators.inputs import INPUT_LABELS, NUMBERS, IndicatorInput
from reporting.models import IndicatorValue, ProgressEntry
from tracker.lib import statements
from tracker.lib.numbers import parse_decimal, write_decimal
from tracker.lib.refusal import Refused

PREFIX = "indicator-"
TICKED = "on"


def fields_of(entry: ProgressEntry) -> dict[str, str]:
    """The numbers of an entry as its form sends them."""
    is_read = statements.is_read(entry, "indicator_values")
    rows = (
        entry.indicator_values.all()
        if is_read
        else statements.objects_of("numbers-of", _values_of, given=entry.pk)
    )
    return fields_in({row.indicator_id: IndicatorInput.of(row) for row in rows})


def _values_of() -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.filter(entry=statements.MARK)


def fields_in(values: Mapping[int, IndicatorInput]) -> dict[str, str]:
    fields = {}
    for pk, entered in values.items():
        for part in NUMBERS:
            number = getattr(entered, part)
            fields[f"{PREFIX}{pk}-{part}"] = "" if number is None else write_decimal(number)
        fields[f"{PREFIX}{pk}-not_applicable"] = TICKED if entered.is_not_applicable else ""
        fields[f"{PREFIX}{pk}-explanation"] = entered.explanation
    return fields


def inputs_in(fields: Mapping[str, str]) -> dict[int, IndicatorInput]:
    """The inverse of `fields_in`. Raises Refused where the choices contradict each other."""
    parts: dict[int, dict[str, str]] = {}
    for name, text in fields.items():
        if name.startswith(PREFIX):
            pk, part = _split(name)
            parts.setdefault(pk, {})[part] = text
    return {pk: _input(texts) for pk, texts in parts.items()}


def torn_by(
    joined: Mapping[str, str],
    taken: Iterable[str],
    *,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    choices: Mapping[str, str],
) -> list[str]:
    """The fields in `taken` that need a choice: parts of an indicator that `mine` changes too.

    A numerator of one person over a denominator of the other is a number that neither entered;
    so the whole indicator collides as soon as both changed it differently.
    """
    kept = {_split(name)[0] for name in mine if _is_kept_from(mine, joined, theirs, name)}
    return [
        name
        for name in taken
        if name.startswith(PREFIX) and name not in choices and _split(name)[0] in kept
    ]


def labels_of(names: Iterable[str]) -> dict[str, str]:
    """The label of each field: the indicator's name and the part."""
    split = {name: _split(name) for name in names if name.startswith(PREFIX)}
    known = Indicator.objects.in_bulk({pk for pk, _ in split.values()}) if split else {}
    return {name: f"{known[pk].name}: {INPUT_LABELS[part]}" for name, (pk, part) in split.items()}


def in_words(name: str, value: str) -> str:
    if _split(name)[1] == "not_applicable":
        return "Có" if value else "Không"
    return value or "–"


def _is_kept_from(
    mine: Mapping[str, str], joined: Mapping[str, str], theirs: Mapping[str, str], name: str
) -> bool:
    """Whether the join keeps my content of an indicator's field, which differs from theirs."""
    return (
        name.startswith(PREFIX)
        and joined[name] == mine[name]
        and mine[name] != theirs.get(name, "")
    )


def _split(name: str) -> tuple[int, str]:
    _, pk, part = name.split("-", 2)
    return int(pk), part


def _input(texts: Mapping[str, str]) -> IndicatorInput:
    numbers = {part: parse_decimal(texts.get(part, "")) for part in NUMBERS}
    is_ticked = bool(texts.get("not_applicable"))
    if is_ticked and any(number is not None for number in numbers.values()):
        raise Refused("Đã chọn “Không phát sinh” thì để trống ô số.")
    return IndicatorInput(
        value=numbers["value"],
        numerator=numbers["numerator"],
        denominator=numbers["denominator"],
        is_not_applicable=is_ticked,
        explanation=texts.get("explanation", ""),
    )
