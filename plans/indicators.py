"""Use cases for indicators: the numbers that units report, and their targets."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, QuerySet

from plans.locking import locked_task
from plans.models import (
    Aggregation,
    Direction,
    Indicator,
    IndicatorEvent,
    IndicatorEventKind,
    IndicatorKind,
    LegalDocument,
    Task,
)
from tracker.lib import secrecy
from tracker.lib.numbers import write_decimal
from tracker.lib.refusal import BadField, Refused
from tracker.lib.text import fold
from units.models import User

CHOICES = {"kind": IndicatorKind, "direction": Direction, "aggregation": Aggregation}


@dataclass(frozen=True)
class IndicatorSpec:
    """Properties of an indicator.

    A VALUE has no labels, a cumulative count takes its last number, and a target comes with its
    document.
    """

    name: str
    kind: str
    unit_of_measure: str
    direction: str = Direction.UP
    numerator_label: str = ""
    denominator_label: str = ""
    is_cumulative: bool = False
    aggregation: str = Aggregation.SUM
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_document: LegalDocument | None = None


@transaction.atomic
def add(*, task: Task, spec: IndicatorSpec, by: User, at: datetime) -> Indicator:
    """Require one more number of the units that lead `task`, from their next filing."""
    locked_task(task.pk, no_key=True)
    _check(spec, others=task.indicators.all())
    last = task.indicators.aggregate(last=Max("position"))["last"] or 0
    indicator = Indicator.objects.create(task=task, position=last + 1, **vars(_stored(spec)))
    _note(indicator, IndicatorEventKind.ADDED, by=by, at=at, note=_target_note(spec))
    return indicator


@transaction.atomic
def change(*, indicator: Indicator, spec: IndicatorSpec, by: User, at: datetime) -> None:
    """Change `indicator`; the history keeps its former properties.

    Its kind and unit of measure are fixed once a unit has reported on it, because the reported
    numbers would change their meaning.
    """
    current = _locked(indicator)
    _check(spec, others=current.task.indicators.exclude(pk=current.pk))
    is_recast = (spec.kind, spec.unit_of_measure) != (current.kind, current.unit_of_measure)
    if is_recast and current.values.exists():
        raise BadField(
            "kind" if spec.kind != current.kind else "unit_of_measure",
            "Đã có đơn vị báo cáo số liệu: không đổi được cách tính và đơn vị tính. Hãy thôi "
            "theo dõi chỉ tiêu này và thêm chỉ tiêu mới.",
        )
    changes = _differences(current, spec)
    if not changes:
        return
    values = vars(_stored(spec))
    for name, value in values.items():
        setattr(current, name, value)
    current.save(update_fields=list(values))
    _note(current, IndicatorEventKind.CHANGED, by=by, at=at, note="; ".join(changes))


@transaction.atomic
def retire(*, indicator: Indicator, by: User, at: datetime) -> None:
    """Stop requiring an indicator. Filed numbers stay and are still shown."""
    _set_retired(indicator, True, IndicatorEventKind.RETIRED, by=by, at=at)


@transaction.atomic
def revive(*, indicator: Indicator, by: User, at: datetime) -> None:
    """Require a retired indicator again."""
    _set_retired(indicator, False, IndicatorEventKind.REVIVED, by=by, at=at)


def _set_retired(
    indicator: Indicator, is_retired: bool, kind: IndicatorEventKind, *, by: User, at: datetime
) -> None:
    current = _locked(indicator)
    if current.is_retired == is_retired:
        raise Refused("Chỉ tiêu này đã ở tình trạng đó. Hãy tải lại trang để xem.")
    current.is_retired = is_retired
    current.save(update_fields=["is_retired"])
    _note(current, kind, by=by, at=at)


def _locked(indicator: Indicator) -> Indicator:
    """Reload and lock `indicator`, so that a concurrent save of a number comes before or after."""
    rows = Indicator.objects.select_for_update(of=("self",)).select_related(
        "task", "target_document"
    )
    return rows.get(pk=indicator.pk)


def _check(spec: IndicatorSpec, *, others: QuerySet[Indicator]) -> None:
    if namesake := others.filter(name=spec.name).first():
        how = " (đã thôi theo dõi): hãy theo dõi lại hoặc đặt tên khác" * namesake.is_retired
        raise BadField("name", f"Nhiệm vụ đã có chỉ tiêu mang tên này{how}.")
    refuse_unfit(spec)
    if spec.target is not None and spec.target_document is None:
        raise BadField("target_document", "Mục tiêu phải kèm văn bản giao mục tiêu đó.")
    if spec.target is None and spec.target_document is not None:
        raise BadField("target", "Đã chọn văn bản giao mục tiêu thì cần ghi mục tiêu.")


def refuse_unfit(spec: IndicatorSpec) -> None:
    """Refuse what no task may have, apart from the document of a target."""
    secrecy.refuse_marks(
        {
            "Tên chỉ tiêu": spec.name,
            "Đơn vị tính": spec.unit_of_measure,
            "Tử số": spec.numerator_label,
            "Mẫu số": spec.denominator_label,
        }
    )
    _check_measure(spec)


def _check_measure(spec: IndicatorSpec) -> None:
    measure = spec.unit_of_measure
    if measure != "%" and ("%" in measure or fold(measure) == "phan tram"):
        # Only the sign itself is displayed and computed as a percentage
        raise BadField("unit_of_measure", "Đơn vị tính phần trăm ghi là %.")
    is_ratio = spec.kind == IndicatorKind.RATIO
    for label in ("numerator_label", "denominator_label") if is_ratio else ():
        if not getattr(spec, label):
            raise BadField(label, "Chỉ tiêu dạng tỷ lệ cần nêu rõ tử số và mẫu số.")
    if not is_ratio and measure == "%":
        # Percentages of several units cannot be added up, and their mean would be wrong.
        raise BadField(
            "kind",
            "Chỉ tiêu tính bằng % cần tử số và mẫu số, để cộng đúng cho nhiều đơn vị: hãy chọn "
            "“Tử số trên mẫu số”.",
        )


def _stored(spec: IndicatorSpec) -> IndicatorSpec:
    """`spec` as it is stored: a VALUE has no labels, a cumulative count takes its last."""
    if spec.kind == IndicatorKind.VALUE:
        spec = replace(spec, numerator_label="", denominator_label="")
    return replace(spec, aggregation=Aggregation.LAST) if spec.is_cumulative else spec


def _differences(current: Indicator, spec: IndicatorSpec) -> list[str]:
    """Changes, each as "field: before → after"."""
    return [
        f"{_label(name)}: {_display(name, old)} → {_display(name, new)}"
        for name, new in vars(_stored(spec)).items()
        if (old := getattr(current, name)) != new
    ]


def _label(name: str) -> str:
    return str(Indicator._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _display(name: str, value: object) -> str:
    if choices := CHOICES.get(name):
        return str(choices(str(value)).label)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal):
        return write_decimal(value)
    return str(value) if value else "(trống)"


def _target_note(spec: IndicatorSpec) -> str:
    if spec.target is None:
        return ""
    return f"mục tiêu {write_decimal(spec.target)} {spec.unit_of_measure}"


def _note(
    indicator: Indicator, kind: IndicatorEventKind, *, by: User, at: datetime, note: str = ""
) -> None:
    IndicatorEvent.objects.record(indicator=indicator, kind=kind, at=at, by=by, note=note)
