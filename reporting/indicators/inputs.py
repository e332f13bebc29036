"""A unit's input for one indicator in one period: a number, zero, nothing arose, or missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from plans.models import Indicator
from reporting.models import IndicatorValue
from tracker.lib.numbers import NotANumber, parse_decimal, write_decimal, write_measured

LONGEST_EXPLANATION = 500
NUMBERS = ("value", "numerator", "denominator")
INPUT_LABELS = {
    "value": "số",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "not_applicable": "không phát sinh",
    "explanation": "giải trình",
}
MISSING = "chưa có số liệu"
NOT_APPLICABLE = "không phát sinh"


class BadNumbers(ValueError):  # noqa: N818 -- an answer to a person, not an error of the program
    """Input for an indicator is not valid; `errors` maps its part to a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True)
class IndicatorInput:
    """A number, a numerator and a denominator, or "nothing arose". All None is missing."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_not_applicable: bool = False
    explanation: str = ""

    @classmethod
    def of(cls, row: IndicatorValue) -> "IndicatorInput":
        return cls(
            row.value, row.numerator, row.denominator, row.is_not_applicable, row.explanation
        )

    @property
    def is_blank(self) -> bool:
        return self == IndicatorInput()

    def fits(self, indicator: Indicator) -> bool:
        """Whether only the parts of the indicator have numbers."""
        return all(
            getattr(self, part) is None for part in NUMBERS if part not in parts_of(indicator)
        )

    def is_reported_on(self, indicator: Indicator) -> bool:
        """Whether every number is there; a numerator alone does not count."""
        if indicator.is_ratio:
            return self.numerator is not None and self.denominator is not None
        return self.value is not None


def parts_of(indicator: Indicator) -> tuple[str, ...]:
    """The names of the indicator's numbers."""
    return ("numerator", "denominator") if indicator.is_ratio else ("value",)


def measure_of(indicator: Indicator) -> str:
    """The way of counting, which a form sends back with its numbers."""
    return f"{indicator.kind}/{indicator.unit_of_measure}"


def recast_words(indicator: Indicator) -> str:
    """The reason to refuse a number typed before the indicator was recast."""
    return (
        f"Văn phòng vừa đổi cách tính hoặc đơn vị tính của chỉ tiêu “{indicator.name}” "
        f"(nay tính bằng {indicator.unit_of_measure})."
    )


def ratio_of(
    indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    """The ratio in the indicator's unit of measure; None with a denominator of zero."""
    if numerator is None or not denominator:
        return None
    return numerator * (100 if indicator.is_percentage else 1) / denominator


def measured(indicator: Indicator, number: Decimal | None) -> str:
    """The number with its unit of measure: "97,3%", "12 cuộc"."""
    return write_measured(number, indicator.unit_of_measure, places=2)


def words_of(indicator: Indicator, entered: IndicatorInput) -> str:
    """The input in words, different ones for zero, missing and not applicable."""
    if entered.is_not_applicable:
        return NOT_APPLICABLE
    if all(getattr(entered, part) is None for part in parts_of(indicator)):
        return MISSING
    if not indicator.is_ratio:
        return f"{write_decimal(entered.value)} {indicator.unit_of_measure}"
    shown = f"{write_decimal(entered.numerator)}/{write_decimal(entered.denominator)}"
    if entered.numerator is None or entered.denominator is None:
        part = "tử số" if entered.numerator is None else "mẫu số"
        return f"{shown} (thiếu {part}, {MISSING})"
    ratio = ratio_of(indicator, entered.numerator, entered.denominator)
    if ratio is None:
        return f"{shown} (mẫu số bằng 0, {NOT_APPLICABLE})"
    return f"{shown} = {measured(indicator, ratio)}"


def read(
    indicator: Indicator,
    texts: Mapping[str, str],
    *,
    is_not_applicable: bool = False,
    explanation: str = "",
) -> IndicatorInput:
    """The input that `texts` hold, by part. Raises BadNumbers, which names each invalid part."""
    errors: dict[str, str] = {}
    numbers: dict[str, Decimal | None] = {}
    for part in parts_of(indicator):
        try:
            numbers[part] = _number(indicator, texts.get(part, ""))
        except NotANumber as error:
            errors[part] = str(error)
    explanation = explanation.strip()
    if len(explanation) > LONGEST_EXPLANATION:
        errors["explanation"] = f"Giải trình quá dài (tối đa {LONGEST_EXPLANATION} ký tự)."
    if is_not_applicable and any(number is not None for number in numbers.values()):
        part = next(part for part, number in numbers.items() if number is not None)
        errors[part] = "Đã chọn “Không phát sinh” thì để trống ô số."
    if errors:
        raise BadNumbers(errors)
    return IndicatorInput(**numbers, is_not_applicable=is_not_applicable, explanation=explanation)


def _number(indicator: Indicator, text: str) -> Decimal | None:
    number = parse_decimal(text)
    if number is None:
        return None
    if text.rstrip().endswith("%"):
        raise NotANumber(
            "Ghi số đếm được, không ghi phần trăm: tỷ lệ được tự tính."
            if indicator.is_ratio
            else f"Chỉ tiêu này tính bằng {indicator.unit_of_measure}, không ghi dấu %."
        )
    if indicator.is_ratio and number < 0:
        raise NotANumber("Tử số và mẫu số không thể âm.")
    return number
