"""Units: adding and changing them, their names with dates, who succeeds whom."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tracker.lib.refusal import Refused
from units import roles
from units.models import (
    DirectoryEvent,
    Succession,
    SuccessionKind,
    Unit,
    UnitAlias,
    UnitName,
    User,
)
from units.models.unit import search_text

FACTS = ("kind", "bloc", "parent", "position", "first_day", "last_day")


@transaction.atomic
def add_unit(
    *,
    name: str,
    short_name: str,
    code: str,
    aliases: list[str],
    by: User,
    at: datetime,
    **facts: Any,
) -> Unit:
    """Add a unit with its first name. FACTS are those of `FACTS`."""
    unit = Unit.objects.create(code=code, name=name, short_name=short_name, **facts)
    UnitName.objects.create(unit=unit, name=name, short_name=short_name, first_day=unit.first_day)
    _set_aliases(unit, aliases)
    roles.ensure_groups()
    _note(unit, "Thêm đơn vị", by=by, at=at)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, aliases: list[str], by: User, at: datetime, **facts: Any) -> None:
    """Change a unit's facts and aliases; its name changes through `rename_unit`."""
    for name, value in facts.items():
        setattr(unit, name, value)
    unit.save(update_fields=[*facts])
    _set_aliases(unit, aliases)
    _note(unit, "Sửa thông tin đơn vị", by=by, at=at)


@transaction.atomic
def rename_unit(
    *,
    unit: Unit,
    name: str,
    short_name: str,
    first_day: date,
    document: str,
    by: User,
    at: datetime,
) -> None:
    """Give UNIT a new name from FIRST_DAY on. The old one stays, with its last day."""
    current = UnitName.objects.select_for_update().get(unit=unit, last_day__isnull=True)
    if current.first_day and first_day <= current.first_day:
        raise Refused(
            f"Tên hiện tại có từ ngày {current.first_day:%d/%m/%Y}; hãy chọn ngày sau đó."
        )
    current.last_day = first_day - timedelta(days=1)
    current.save(update_fields=["last_day"])
    UnitName.objects.create(
        unit=unit, name=name, short_name=short_name, first_day=first_day, document=document
    )
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    _fold(unit)
    _note(unit, f"Đổi tên từ “{current.name}” theo {document}", by=by, at=at)


@transaction.atomic
def record_succession(
    *,
    predecessor: Unit,
    successor: Unit | None,
    kind: str,
    effective_on: date,
    document: str,
    by: User,
    at: datetime,
) -> Succession:
    """Write who takes over from PREDECESSOR, and end it the day before.

    A unit that is split ends with the first row; further rows name its other successors. Its
    assignments stay with it until the office decides on each (`plans.assigning`).
    """
    if predecessor.first_day and effective_on <= predecessor.first_day:
        raise Refused("Ngày kế thừa phải sau ngày đơn vị bắt đầu hoạt động.")
    if kind != SuccessionKind.DISSOLVE and successor is None:
        raise Refused("Cần chọn đơn vị kế thừa (trừ khi giải thể).")
    if Succession.objects.filter(predecessor=predecessor, successor=successor).exists():
        raise Refused("Việc kế thừa này đã được ghi.")
    succession = Succession.objects.create(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        effective_on=effective_on,
        document=document,
    )
    predecessor.last_day = effective_on - timedelta(days=1)
    predecessor.save(update_fields=["last_day"])
    told = f"{succession.get_kind_display()} từ {effective_on:%d/%m/%Y} theo {document}"
    _note(predecessor, told, by=by, at=at)
    if successor is not None:
        _note(successor, f"Kế thừa {predecessor.name}: {told}", by=by, at=at)
    return succession


def _set_aliases(unit: Unit, aliases: list[str]) -> None:
    unit.aliases.exclude(alias__in=aliases).delete()
    UnitAlias.objects.bulk_create(
        [UnitAlias(unit=unit, alias=alias) for alias in dict.fromkeys(aliases)],
        ignore_conflicts=True,
    )
    _fold(unit)


def _fold(unit: Unit) -> None:
    """Keep the text that searches look into in step with names and aliases."""
    others = [
        *unit.aliases.order_by("pk").values_list("alias", flat=True),
        *unit.names.order_by("pk").values_list("name", flat=True),
    ]
    unit.folded = search_text(unit, others)
    unit.save(update_fields=["folded"])


def _note(unit: Unit, what: str, *, by: User, at: datetime) -> None:
    DirectoryEvent.objects.create(unit=unit, what=what[:400], by=by, at=at)
