"""The office sets up indicators: what units report in numbers, and the target by which act."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, QuerySet

from plans.models import (
    Direction,
    Indicator,
    IndicatorEvent,
    IndicatorEventKind,
    IndicatorKind,
    LegalDocument,
    Task,
)
from tracker.lib.numbers import write_decimal
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.models import User


class BadField(Refused):
    """One thing asked for is not possible; `field` is the name of it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class IndicatorSpec:
    """What an indicator shall be. A VALUE has no labels; a target comes with its document."""

    name: str
    kind: str
    unit_of_measure: str
    direction: str = Direction.UP
    numerator_label: str = ""
    denominator_label: str = ""
    is_cumulative: bool = False
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_document: LegalDocument | None = None


@transaction.atomic
def add(*, task: Task, spec: IndicatorSpec, by: User, at: datetime) -> Indicator:
    """Ask the units that lead TASK for one more number, from their next filing on."""
    Task.objects.select_for_update(no_key=True).get(pk=task.pk)
    _check(spec, others=task.indicators.all())
    last = task.indicators.aggregate(last=Max("position"))["last"] or 0
    indicator = Indicator.objects.create(task=task, position=last + 1, **vars(_stored(spec)))
    _note(indicator, IndicatorEventKind.ADDED, by=by, at=at, note=_target_words(spec))
    return indicator


@transaction.atomic
def change(*, indicator: Indicator, spec: IndicatorSpec, by: User, at: datetime) -> None:
    """Change what INDICATOR says; the history keeps what it said before.

    How it is computed and its unit of measure stand once a unit reported on it: the numbers
    would mean something else.
    """
    now = _locked(indicator)
    _check(spec, others=now.task.indicators.exclude(pk=now.pk))
    is_recast = (spec.kind, spec.unit_of_measure) != (now.kind, now.unit_of_measure)
    if is_recast and now.values.exists():
        raise BadField(
            "kind" if spec.kind != now.kind else "unit_of_measure",
            "Đã có đơn vị báo cáo số liệu: không đổi được cách tính và đơn vị tính. Hãy thôi "
            "theo dõi chỉ tiêu này và thêm chỉ tiêu mới.",
        )
    changes = _differences(now, spec)
    if not changes:
        return
    values = vars(_stored(spec))
    for name, value in values.items():
        setattr(now, name, value)
    now.save(update_fields=list(values))
    _note(now, IndicatorEventKind.CHANGED, by=by, at=at, note="; ".join(changes))


@transaction.atomic
def retire(*, indicator: Indicator, by: User, at: datetime) -> None:
    """Ask for it no more. What was filed stays, and is still shown."""
    _set_retired(indicator, True, IndicatorEventKind.RETIRED, by=by, at=at)


@transaction.atomic
def revive(*, indicator: Indicator, by: User, at: datetime) -> None:
    """Ask for it again."""
    _set_retired(indicator, False, IndicatorEventKind.REVIVED, by=by, at=at)


def _set_retired(
    indicator: Indicator, is_retired: bool, kind: IndicatorEventKind, *, by: User, at: datetime
) -> None:
    now = _locked(indicator)
    if now.is_retired == is_retired:
        raise Refused("Chỉ tiêu này đã ở tình trạng đó. Hãy tải lại trang để xem.")
    now.is_retired = is_retired
    now.save(update_fields=["is_retired"])
    _note(now, kind, by=by, at=at)


def _locked(indicator: Indicator) -> Indicator:
    """As it is now; a unit that is just saving a number on it comes before or after."""
    rows = Indicator.objects.select_for_update(of=("self",)).select_related(
        "task", "target_document"
    )
    return rows.get(pk=indicator.pk)


def _check(spec: IndicatorSpec, *, others: QuerySet[Indicator]) -> None:
    if namesake := others.filter(name=spec.name).first():
        how = " (đã thôi theo dõi): hãy theo dõi lại hoặc đặt tên khác" * namesake.is_retired
        raise BadField("name", f"Nhiệm vụ đã có chỉ tiêu mang tên này{how}.")
    measure = spec.unit_of_measure
    if measure != "%" and ("%" in measure or fold(measure) == "phan tram"):
        # Only the sign itself is known to be shown and computed as a percentage
        raise BadField("unit_of_measure", "Đơn vị tính phần trăm ghi là %.")
    is_ratio = spec.kind == IndicatorKind.RATIO
    for label in ("numerator_label", "denominator_label") if is_ratio else ():
        if not getattr(spec, label):
            raise BadField(label, "Chỉ tiêu dạng tỷ lệ cần nêu rõ tử số và mẫu số.")
    if not is_ratio and measure == "%":
        # The shares of many units cannot be added up, and their mean would be wrong.
        raise BadField(
            "kind",
            "Chỉ tiêu tính bằng % cần tử số và mẫu số, để cộng đúng cho nhiều đơn vị: hãy chọn "
            "“Tử số trên mẫu số”.",
        )
    if spec.target is not None and spec.target_document is None:
        raise BadField("target_document", "Mục tiêu phải kèm văn bản giao mục tiêu đó.")
    if spec.target is None and spec.target_document is not None:
        raise BadField("target", "Đã chọn văn bản giao mục tiêu thì cần ghi mục tiêu.")


def _stored(spec: IndicatorSpec) -> IndicatorSpec:
    """`spec` as it is stored: a VALUE has no labels."""
    if spec.kind == IndicatorKind.VALUE:
        return replace(spec, numerator_label="", denominator_label="")
    return spec


def _differences(now: Indicator, spec: IndicatorSpec) -> list[str]:
    """What changes, each as "field: before → after"."""
    return [
        f"{Indicator._meta.get_field(name).verbose_name}: {_words(name, old)} → {_words(name, new)}"  # type: ignore[union-attr]
        for name, new in vars(_stored(spec)).items()
        if (old := getattr(now, name)) != new
    ]


def _words(name: str, value: object) -> str:
    if name == "kind":
        return str(IndicatorKind(str(value)).label)
    if name == "direction":
        return str(Direction(str(value)).label)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal):
        return write_decimal(value)
    return str(value) if value else "(trống)"


def _target_words(spec: IndicatorSpec) -> str:
    if spec.target is None:
        return ""
    return f"mục tiêu {write_decimal(spec.target)} {spec.unit_of_measure}"


def _note(
    indicator: Indicator, kind: IndicatorEventKind, *, by: User, at: datetime, note: str = ""
) -> None:
    IndicatorEvent.objects.create(indicator=indicator, kind=kind, at=at, by=by, note=note)
