"""Use cases for units: adding, changing, renaming, and succession."""

from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units import roles
from units.models import (
    Bloc,
    DirectoryEvent,
    Succession,
    SuccessionKind,
    Unit,
    UnitAlias,
    UnitKind,
    UnitName,
    User,
)
from units.models.unit import search_text


class UnitFacts(TypedDict, total=False):
    """Fields of a unit that can be edited without a deciding document."""

    kind: UnitKind
    bloc: Bloc
    parent: Unit | None
    position: int
    first_day: date | None
    last_day: date | None


class NamedUnitFacts(UnitFacts, total=False):
    """`UnitFacts` and the spelling of the current name."""

    name: str
    short_name: str


@transaction.atomic
def add_unit(
    *,
    name: str,
    short_name: str,
    code: str,
    aliases: list[str],
    by: User,
    at: datetime,
    **facts: Unpack[UnitFacts],
) -> Unit:
    """Add a unit with its first name; `facts` are its other fields."""
    unit = insert_unit(
        name=name, short_name=short_name, code=code, aliases=aliases, by=by, at=at, **facts
    )
    roles.ensure_groups()
    return unit


@transaction.atomic
def insert_unit(
    *,
    name: str,
    short_name: str,
    code: str,
    aliases: list[str],
    by: User,
    at: datetime,
    **facts: Unpack[UnitFacts],
) -> Unit:
    """A new unit, for whose groups the caller ensures together with those of others."""
    _refuse_marks(name, short_name, *aliases)
    _keep_words(facts)
    unit = Unit(code=code, name=name, short_name=short_name, **facts)
    unit.folded = search_text(unit, aliases)
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("Mã đơn vị này đã có.") from error
    UnitName.objects.create(unit=unit, name=name, short_name=short_name, first_day=unit.first_day)
    _add_aliases(unit, aliases)
    _note(unit, "Thêm đơn vị", by=by, at=at)
    return unit


@transaction.atomic
def change_unit(
    *, unit: Unit, aliases: list[str], by: User, at: datetime, **facts: Unpack[NamedUnitFacts]
) -> bool:
    """Change facts and aliases, or correct the spelling of the current name; whether any changed.

    For a new name by decision, which has a first day, see `rename_unit`.
    """
    _refuse_marks(facts.get("name", ""), facts.get("short_name", ""), *aliases)
    before = Unit.objects.select_for_update().get(pk=unit.pk)
    _keep_words(facts)
    _refuse_cycle(before, facts.get("parent"))
    for fact, value in facts.items():
        setattr(unit, fact, value)
    if unit.last_day != before.last_day:
        unit.end_recorded_on = timezone.localdate(at) if unit.last_day else None
    unit.save(update_fields=[*facts, "end_recorded_on"])
    unit.names.filter(last_day__isnull=True).update(name=unit.name, short_name=unit.short_name)
    if unit.last_day != before.last_day:
        roles.follow_unit(unit, on=timezone.localdate(at))
    aliases_before = set(unit.aliases.values_list("alias", flat=True))
    _set_aliases(unit, aliases)
    changes = [
        f"{_label(fact)}: {_display(before, fact)} → {_display(unit, fact)}"
        for fact in facts
        if getattr(before, fact) != getattr(unit, fact)
    ]
    if aliases_before != set(aliases):
        changes.append("cách gọi khác")
    if changes:
        _note(unit, f"Sửa {'; '.join(changes)}", by=by, at=at)
    return bool(changes)


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
    """Give `unit` a new name from `first_day`; the old name is kept with its last day.

    Refused before `first_day`, because every screen shows the current name.
    """
    _refuse_marks(name, short_name)
    secrecy.refuse_marks({"Văn bản đổi tên": document})
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    current = unit.names.get(last_day__isnull=True)
    if first_day > timezone.localdate(at):
        raise Refused("Ngày mang tên mới chưa đến; hãy ghi tên mới khi quyết định có hiệu lực.")
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
    predecessor_goes_on: bool = False,
    by: User,
    at: datetime,
) -> Succession:
    """Record the successor of `predecessor`, which ends the day before `effective_on`.

    Several successors get one row each, all with the same day. After a split the predecessor may
    continue (`predecessor_goes_on`). Its assignments stay with it until the office decides on
    each (`plans.assigning`).
    """
    secrecy.refuse_marks({"Văn bản": document})
    predecessor = Unit.objects.select_for_update().get(pk=predecessor.pk)
    _refuse_succession(predecessor, successor, kind, effective_on, predecessor_goes_on)
    succession = Succession.objects.create(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        effective_on=effective_on,
        document=document,
    )
    if not predecessor_goes_on:
        predecessor.last_day = effective_on - timedelta(days=1)
        predecessor.end_recorded_on = timezone.localdate(at)
        predecessor.save(update_fields=["last_day", "end_recorded_on"])
        roles.follow_unit(predecessor, on=timezone.localdate(at))
    message = f"{succession.get_kind_display()} từ {effective_on:%d/%m/%Y} theo {document}"
    _note(predecessor, message, by=by, at=at)
    if successor is not None:
        _note(successor, f"Kế thừa {predecessor.name}: {message}", by=by, at=at)
    return succession


@transaction.atomic
def place_unit(*, unit: Unit, parent: Unit | None, note: str, by: User, at: datetime) -> None:
    """Let `unit` stand below `parent`, or below none; `note` says why."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    _refuse_cycle(unit, parent)
    former = _display(unit, "parent")
    unit.parent = parent
    unit.save(update_fields=["parent"])
    change = f"{_label('parent')}: {former} → {_display(unit, 'parent')}"
    _note(unit, f"{note}: {change}", by=by, at=at)


def _refuse_succession(
    predecessor: Unit, successor: Unit | None, kind: str, day: date, goes_on: bool
) -> None:
    """Raise `Refused` with the reason, if this succession is not possible."""
    if kind != SuccessionKind.DISSOLVE and successor is None:
        raise Refused("Cần chọn đơn vị kế thừa (trừ khi giải thể).")
    if successor == predecessor:
        raise Refused("Đơn vị không thể kế thừa chính mình.")
    if Succession.objects.filter(predecessor=predecessor, successor=successor).exists():
        raise Refused("Việc kế thừa này đã được ghi.")
    if goes_on and kind != SuccessionKind.SPLIT:
        raise Refused("Đơn vị cũ chỉ tiếp tục hoạt động khi chia, tách.")
    if successor is not None and not successor.exists_on(day):
        raise Refused(f"{successor.name} không hoạt động vào ngày {day:%d/%m/%Y}.")
    if predecessor.first_day and day <= predecessor.first_day:
        raise Refused("Ngày kế thừa phải sau ngày đơn vị bắt đầu hoạt động.")
    _refuse_other_day(predecessor, day)


def _refuse_other_day(predecessor: Unit, day: date) -> None:
    """A unit that was succeeded has ended: a further successor follows on the same day."""
    ended = predecessor.last_day
    if ended and Succession.objects.filter(predecessor=predecessor).exists():
        following = ended + timedelta(days=1)
        if day != following:
            raise Refused(
                f"{predecessor.name} đã kết thúc ngày {ended:%d/%m/%Y}: "
                f"ngày kế thừa phải là {following:%d/%m/%Y}."
            )


def _refuse_cycle(unit: Unit, parent: Unit | None) -> None:
    above = parent
    while above is not None:
        if above == unit:
            raise Refused("Đơn vị cấp trên đang trực thuộc chính đơn vị này.")
        above = above.parent


def _keep_words(facts: UnitFacts) -> None:
    """Let nobody delete the kind and the bloc before the unit bears them."""
    for row in (facts.get("kind"), facts.get("bloc")):
        if row is not None and not type(row).objects.select_for_update().filter(pk=row.pk).first():
            raise Refused(f"“{row.name}” vừa bị xóa khỏi danh mục. Hãy chọn lại.")


def _refuse_marks(*names: str) -> None:
    for name in names:
        secrecy.refuse_marks({"Tên đơn vị": name})


def _set_aliases(unit: Unit, aliases: list[str]) -> None:
    unit.aliases.exclude(alias__in=aliases).delete()
    _add_aliases(unit, aliases)
    _fold(unit)


def _add_aliases(unit: Unit, aliases: list[str]) -> None:
    UnitAlias.objects.bulk_create(
        [UnitAlias(unit=unit, alias=alias) for alias in dict.fromkeys(aliases)],
        ignore_conflicts=True,
    )


def _fold(unit: Unit) -> None:
    """Update the search text after a change of names or aliases."""
    others = [
        *unit.aliases.order_by("pk").values_list("alias", flat=True),
        *unit.names.order_by("pk").values_list("name", flat=True),
    ]
    unit.folded = search_text(unit, others)
    unit.save(update_fields=["folded", "sort_key"])


def _label(fact: str) -> str:
    return str(Unit._meta.get_field(fact).verbose_name)  # type: ignore[union-attr]


def _display(unit: Unit, fact: str) -> str:
    """The value of a field as written in the history."""
    shown = getattr(unit, f"get_{fact}_display", None)
    value = shown() if shown else getattr(unit, fact)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "–" if value is None else str(value)


def _note(unit: Unit, change: str, *, by: User, at: datetime) -> None:
    DirectoryEvent.objects.record(unit=unit, note=change, by=by, at=at)
