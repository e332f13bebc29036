"""Targets with numbers as indicators: what is proposed for a task, and what a person made of it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from plans.importing.findings import IndicatorFinding, TargetFinding, TaskFinding
from plans.indicators import IndicatorSpec
from plans.models import Direction, IndicatorKind, LegalDocument
from plans.reading.targets import measure_of
from plans.reading.vocabulary import STOPS
from tracker.lib.numbers import NotANumber, parse_decimal

LONGEST = 200
_AT_MOST = re.compile(r"không quá|tối đa|dưới|trở xuống", re.IGNORECASE)
# How much something changes is no number that units count
_CHANGE = re.compile(
    r"(?:tăng|giảm|rút ngắn)(?: (?:thêm|được|ít nhất|tối thiểu|trên|từ|khoảng))*\s*\d[\d.,]*\s?%?$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\s*trở (?:lên|xuống)")
_WHAT = re.compile(r"\s*(?P<of>[^.;,:()/\n]*)")
# Until when, and how often, is no part of what is counted
_WHEN = re.compile(r"\s(?:trước|mỗi|hằng|hàng|vào|so với|đến (?:năm|hết|cuối)|trong (?:năm|quý))\s")
_SHARE_BEFORE = re.compile(r"tỷ lệ (?P<of>[^.;,:()\n]{3,}?)(?:\s+(?:đạt|là|từ|trên|dưới))*\s*$")
# Behind the noun that is counted, as in "hồ sơ được giải quyết đúng hạn"
_SAID_OF = re.compile(
    r"\s(?:được|có|đạt|là|đã|thuộc|đúng|tham gia|tham dự|hoàn thành|thực hiện|sử dụng|đăng ký|ký"
    r"|chấp hành|biết)\b"
)


def indicators_of(task: TaskFinding) -> list[tuple[TargetFinding, IndicatorFinding | None]]:
    """The targets of `task`, each with its indicator; None where it stays in words.

    A name occurs once, as in the plan that is written.
    """
    taken = {given["name"] for each in task["targets"] if (given := each.get("indicator"))}
    named: set[str] = set()
    rows = []
    for target in task["targets"]:
        is_set = "indicator" in target
        found = target["indicator"] if is_set else _proposed(task, target)
        if found is not None:
            others = named if is_set else named | taken
            name = next((each for each in _names(found, target) if each not in others), "")
            named.add(name)
            found = {**found, "name": name} if name else None
        rows.append((target, found))
    return rows


def spec_of(indicator: IndicatorFinding, document: LegalDocument | None) -> IndicatorSpec:
    """`indicator` with its target, which `document` sets."""
    target = Decimal(indicator["target"]) if indicator["target"] else None
    return IndicatorSpec(
        name=indicator["name"],
        kind=indicator["kind"],
        unit_of_measure=indicator["unit_of_measure"],
        direction=indicator["direction"],
        numerator_label=indicator["numerator_label"],
        denominator_label=indicator["denominator_label"],
        target=target,
        target_document=None if target is None else document,
    )


def _names(found: IndicatorFinding, target: TargetFinding) -> Iterator[str]:
    yield found["name"]
    yield f"{found['name'][: LONGEST // 2]} ({target['words']})"[:LONGEST]


def _proposed(task: TaskFinding, target: TargetFinding) -> IndicatorFinding | None:
    """An indicator for a number that units can count; None for any other."""
    value = _number(target["value"])
    text = task["text"]
    if value is None or not target["unit"]:
        return None
    if target["unit"] == "%":
        said = f"{_before(text, target)}{_OR_MORE.sub('', target['words'])}"
        return None if _CHANGE.search(said) else _share(text, target, value)
    measure = measure_of(target["unit"])
    what = target["unit"]
    if what == measure:
        more = takewhile(lambda word: word not in STOPS, _what(text, target, measure).split())
        what = " ".join([measure, *more])
    return _indicator(target, value, name=f"Số {what}", unit_of_measure=measure)


def _share(text: str, target: TargetFinding, value: Decimal) -> IndicatorFinding:
    """A percentage, whose parts units report; the words of the text name them."""
    what = _what(text, target, "%").removeprefix("số ")
    counted = _SAID_OF.split(what)[0]
    part = what if what != counted else f"{what} đạt yêu cầu".strip()
    if not what and (before := _SHARE_BEFORE.search(_before(text, target))):
        what = before["of"].strip()
        part = f"số {what}"
    return _indicator(
        target,
        value,
        name=f"Tỷ lệ {what or 'đạt yêu cầu'}",
        unit_of_measure="%",
        numerator_label=part,
        denominator_label=f"tổng số {counted}".strip(),
    )


def _indicator(
    target: TargetFinding,
    value: Decimal,
    *,
    name: str,
    unit_of_measure: str,
    numerator_label: str = "",
    denominator_label: str = "",
) -> IndicatorFinding:
    return IndicatorFinding(
        name=" ".join(name.split())[:LONGEST],
        kind=IndicatorKind.RATIO if numerator_label else IndicatorKind.VALUE,
        unit_of_measure=unit_of_measure[:40],
        direction=Direction.DOWN if _AT_MOST.search(target["words"]) else Direction.UP,
        numerator_label=numerator_label[:LONGEST],
        denominator_label=denominator_label[:LONGEST],
        target=str(value),
    )


def _what(text: str, target: TargetFinding, measure: str) -> str:
    """What is counted: the words behind `measure`, to the end of their phrase."""
    at = text.find(target["words"])
    own = text[at:] if at >= 0 else target["words"]
    behind = own[own.lower().find(measure.lower()) + len(measure) :]
    found = _WHAT.match(_OR_MORE.sub("", behind))
    words = _WHEN.split(f" {found['of']} ")[0].split() if found else []
    return "" if not words or words[0].lower() in STOPS else " ".join(words)


def _before(text: str, target: TargetFinding) -> str:
    return text[: max(text.find(target["words"]), 0)]


def _number(value: str) -> Decimal | None:
    try:
        return parse_decimal(value)
    except NotANumber:
        return None
