"""Indicators of the demonstration, with targets from an invented letter and values of units."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from random import Random

from django.utils import timezone

from plans import indicators
from plans.indicators import IndicatorSpec
from plans.models import Direction, Indicator, IndicatorKind, LegalDocument, Plan, Task
from reporting.indicators.inputs import IndicatorInput
from reporting.models import DeclaredState, ProgressEntry
from tracker.demo.telling import Amounts
from units.models import User

SEED = 766
# Index of the current quarter in the full demonstration
NEWEST = 5
TRAININGS = "Lớp bồi dưỡng đã mở"
WAITING_TIME = "Thời gian giải quyết trung bình một hồ sơ"
SORRY = "Hồ sơ trễ hẹn có văn bản xin lỗi"
PETITIONS = "Phản ánh, kiến nghị tiếp nhận"


def _percentage(name: str, numerator: str, denominator: str, target: str = "") -> IndicatorSpec:
    return IndicatorSpec(
        name=name,
        kind=IndicatorKind.RATIO,
        unit_of_measure="%",
        numerator_label=numerator,
        denominator_label=denominator,
        target=Decimal(target) if target else None,
    )


# By task code. Targets have no document here; the letter is added below.
SPECS = {
    "5.2": [
        _percentage(
            "Hồ sơ giải quyết đúng hạn, trước hạn",
            "hồ sơ đúng hạn, trước hạn",
            "hồ sơ đã giải quyết",
            "98",
        ),
        IndicatorSpec(
            name=WAITING_TIME,
            kind=IndicatorKind.RATIO,
            unit_of_measure="giờ",
            direction=Direction.DOWN,
            numerator_label="tổng số giờ giải quyết",
            denominator_label="hồ sơ đã giải quyết",
            target=Decimal("16"),
        ),
    ],
    "5.3": [_percentage(SORRY, "hồ sơ có văn bản xin lỗi", "hồ sơ trễ hẹn", "100")],
    "5.4": [IndicatorSpec(name=PETITIONS, kind=IndicatorKind.VALUE, unit_of_measure="phản ánh")],
    "5.6": [_percentage("Hồ sơ nộp trực tuyến", "hồ sơ trực tuyến", "hồ sơ tiếp nhận", "50")],
    "5.11": [_percentage("Mức độ hài lòng", "phiếu hài lòng", "phiếu hợp lệ", "90")],
    "III.4.3": [_percentage("Văn bản điện tử được ký số", "văn bản ký số", "văn bản đi", "100")],
    "4.1": [
        IndicatorSpec(name="Cuộc kiểm tra nội bộ", kind=IndicatorKind.VALUE, unit_of_measure="cuộc")
    ],
    "3.4": [
        IndicatorSpec(
            name=TRAININGS,
            kind=IndicatorKind.VALUE,
            unit_of_measure="lớp",
            is_cumulative=True,
            target=Decimal("20"),
        )
    ],
}


@dataclass
class Numbers:
    """Values of units, with a random stream of its own, so that other demo data stay the same."""

    by_task: dict[int, list[Indicator]]
    random: Random

    def given_for(
        self, entry: ProgressEntry, state: DeclaredState, amounts: Amounts | None, *, index: int
    ) -> dict[int, IndicatorInput]:
        """Values of the entry's unit in quarter `index` (0 is the first), by indicator.

        There is no number of what has not begun, and nothing arose where the entry says so.
        """
        given = {
            indicator.pk: _petitions(amounts)
            if indicator.name == PETITIONS
            else self._given(entry, indicator, index=index)
            for indicator in self.by_task.get(entry.assignment.task_id, [])
        }
        if state == DeclaredState.NOT_APPLICABLE:
            return dict.fromkeys(given, IndicatorInput(is_not_applicable=True))
        if state == DeclaredState.NOT_STARTED:
            return dict.fromkeys(given, IndicatorInput())
        return _of_one_count(given)

    def first_of(self, task_id: int, given: dict[int, IndicatorInput]) -> IndicatorInput | None:
        """The input for the first indicator of the task, which its result tells in words."""
        indicators = self.by_task.get(task_id)
        return given[indicators[0].pk] if indicators else None

    def _given(self, entry: ProgressEntry, indicator: Indicator, *, index: int) -> IndicatorInput:
        random, chance = self.random, self.random.random()
        if chance < 0.05:
            return IndicatorInput()
        if indicator.name == SORRY and chance < 0.5:
            return IndicatorInput(is_not_applicable=True)
        if indicator.name == TRAININGS:
            # The count drops once: a class was counted twice, as the unit explains
            trainings = Decimal(3 * (index + 1) - (5 if index == 3 else 0))
            words = "Kỳ trước tính trùng lớp mở chung với phòng Nội vụ." if index == 3 else ""
            return IndicatorInput(value=trainings, explanation=words)
        if not indicator.is_ratio:
            return IndicatorInput(value=Decimal(random.randint(0, 3)))
        if indicator.name == SORRY:
            late = random.randint(1, 6)
            return IndicatorInput(
                numerator=Decimal(late - (chance > 0.9)), denominator=Decimal(late)
            )
        return self._ratio(indicator, chance, index=index)

    def _ratio(self, indicator: Indicator, chance: float, *, index: int) -> IndicatorInput:
        random = self.random
        # Each unit reports similar numbers in every quarter, with an occasional error
        whole = random.randint(120, 420)
        if not indicator.is_percentage:
            return IndicatorInput(
                numerator=Decimal(whole * random.randint(11, 19)), denominator=Decimal(whole)
            )
        share = random.randint(44, 62) if indicator.target == 50 else random.randint(91, 100)
        part = whole * share // 100
        # Unverified values contain more errors than verified ones
        if chance > (0.75 if index >= NEWEST else 0.965):
            return IndicatorInput(numerator=Decimal(whole + 7), denominator=Decimal(whole))
        if chance > 0.945:
            return IndicatorInput(
                numerator=Decimal(whole + 12),
                denominator=Decimal(whole),
                explanation="Có hồ sơ tiếp nhận từ kỳ trước chuyển sang.",
            )
        return IndicatorInput(numerator=Decimal(part), denominator=Decimal(whole))


def _petitions(amounts: Amounts | None) -> IndicatorInput:
    return IndicatorInput(value=Decimal(amounts.many)) if amounts else IndicatorInput()


def _of_one_count(given: dict[int, IndicatorInput]) -> dict[int, IndicatorInput]:
    """The same number of dossiers below every ratio of one task; numerators keep their rate."""
    wholes = [one.denominator for one in given.values() if one.denominator]
    if len(wholes) < 2:
        return given
    first, *_ = wholes
    return {
        pk: replace(one, denominator=first, numerator=one.numerator * first // one.denominator)
        if one.denominator and one.numerator and one.denominator != first
        else one
        for pk, one in given.items()
    }


def set_up(*, plan: Plan, by: User, at: datetime) -> Numbers:
    """Add the indicators; an invented letter of the office sets their targets."""
    letter = LegalDocument.objects.create(
        number="231-CV/VPHU",
        kind="Công văn",
        issued_on=timezone.localdate(at),
        issuer="Văn phòng Huyện ủy",
        subject="về chỉ tiêu cải cách hành chính của Kế hoạch số 126-KH/HU (demo)",
    )
    by_task: dict[int, list[Indicator]] = {}
    for task in Task.objects.filter(plan=plan, code__in=SPECS).in_plan_order():
        for spec in SPECS[task.code]:
            document = letter if spec.target is not None else None
            dated = IndicatorSpec(**{**vars(spec), "target_document": document})
            added = indicators.add(task=task, spec=dated, by=by, at=at)
            by_task.setdefault(task.pk, []).append(added)
    return Numbers(by_task, Random(SEED))  # noqa: S311 -- deterministic on purpose
