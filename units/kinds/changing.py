"""Steps on the lists of words: kinds of unit, blocs, names of roles. Each is kept in the history.

Reviews whose figures are frozen keep the words of their day.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeVar

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.kinds import built_in
from units.models import Bloc, DirectoryEvent, Role, RoleName, UnitKind, User, WordList
from units.models.kind import LONGEST_CODE
from units.models.membership import role_names

Direction = Literal["up", "down"]
Word = TypeVar("Word", Bloc, UnitKind)
GONE = "Mục này vừa bị xóa khỏi danh mục. Hãy tải lại trang."


@transaction.atomic
def add_kind(*, name: str, bloc: Bloc, by: User, at: datetime) -> UnitKind:
    """Add a kind at the end of the list; its units usually belong to `bloc`."""
    secrecy.refuse_marks({"Loại đơn vị": name})
    code = new_code(UnitKind, name)
    row = UnitKind(code=code, name=name, bloc=locked(bloc), position=_last_position(UnitKind))
    _insert(row, f"Loại đơn vị “{name}” đã có.")
    note(WordList.KINDS, f"Thêm “{name}”, thường thuộc {bloc.name}", by=by, at=at)
    return row


@transaction.atomic
def add_bloc(*, name: str, by: User, at: datetime) -> Bloc:
    """Add a bloc at the end of the list."""
    secrecy.refuse_marks({"Khối": name})
    row = Bloc(code=new_code(Bloc, name), name=name, position=_last_position(Bloc))
    _insert(row, f"Khối “{name}” đã có.")
    note(WordList.BLOCS, f"Thêm “{name}”", by=by, at=at)
    return row


@transaction.atomic
def change_kind(*, kind: UnitKind, name: str, bloc: Bloc, by: User, at: datetime) -> None:
    """Give a kind other words, or another usual bloc; units that are there stay in theirs."""
    secrecy.refuse_marks({"Loại đơn vị": name})
    row = locked(kind)
    before = kind_words(row)
    row.name, row.bloc = name, locked(bloc)
    _save(row, ["name", "bloc"], f"Loại đơn vị “{name}” đã có.")
    if kind_words(row) != before:
        note(WordList.KINDS, f"Sửa {before} thành {kind_words(row)}", by=by, at=at)


@transaction.atomic
def change_bloc(*, bloc: Bloc, name: str, by: User, at: datetime) -> None:
    secrecy.refuse_marks({"Khối": name})
    row = locked(bloc)
    before, row.name = row.name, name
    _save(row, ["name"], f"Khối “{name}” đã có.")
    if before != name:
        note(WordList.BLOCS, f"Sửa “{before}” thành “{name}”", by=by, at=at)


@transaction.atomic
def move(*, row: Word, direction: Direction, by: User, at: datetime) -> None:
    """Change places with the neighbour; at the end of the list nothing happens."""
    rows = list(type(row).objects.select_for_update().in_list_order())
    place = next((place for place, one in enumerate(rows) if one.pk == row.pk), None)
    if place is None:
        raise Refused(GONE)
    other = place + (1 if direction == "down" else -1)
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    put_in_order(rows)
    words = "xuống" if direction == "down" else "lên"
    note(list_of(row), f"Chuyển “{row.name}” {words}", by=by, at=at)


@transaction.atomic
def switch(*, row: Word, is_on: bool, by: User, at: datetime) -> None:
    """Offer a word for units, or no longer; units that bear it keep it."""
    row = locked(row)
    if row.is_on == is_on:
        return
    if not is_on and not type(row).objects.filter(is_on=True).exclude(pk=row.pk).exists():
        raise Refused("Danh mục phải còn ít nhất một mục đang dùng.")
    row.is_on = is_on
    row.save(update_fields=["is_on"])
    note(list_of(row), f"{'Dùng lại' if is_on else 'Thôi dùng'} “{row.name}”", by=by, at=at)


@transaction.atomic
def remove(*, row: Word, by: User, at: datetime) -> None:
    """Delete a word that the office added and that nothing bears."""
    row = locked(row)
    if is_built_in(row):
        raise Refused(f"“{row.name}” là mục có sẵn: không xóa được, chỉ có thể thôi dùng.")
    if num_units := row.units.count():
        raise Refused(
            f"{num_units} đơn vị đang mang “{row.name}”: không xóa được, chỉ có thể thôi dùng."
        )
    if isinstance(row, Bloc) and (kinds := list(row.kinds.values_list("name", flat=True))):
        raise Refused(f"“{row.name}” là khối thường thuộc của: {', '.join(kinds)}.")
    name, word_list = row.name, list_of(row)
    row.delete()
    note(word_list, f"Xóa “{name}”", by=by, at=at)


@transaction.atomic
def name_roles(*, names: Mapping[Role, str], by: User, at: datetime) -> None:
    """Call roles by these words; an empty one is the default. What a role may do stays."""
    secrecy.refuse_marks({role.label: name for role, name in names.items()})
    list(RoleName.objects.select_for_update())
    before = role_names()
    wanted = before | {role: name or role.label for role, name in names.items()}
    if len(set(wanted.values())) < len(wanted):
        raise Refused("Hai vai trò không thể mang cùng một tên gọi.")
    changed = {role: name for role, name in wanted.items() if name != before[role]}
    for code, name in changed.items():
        role = Role(code)
        if name == role.label:
            RoleName.objects.filter(role=role).delete()
        else:
            RoleName.objects.update_or_create(role=role, defaults={"name": name})
    if changed:
        words = "; ".join(f"“{before[role]}” thành “{name}”" for role, name in changed.items())
        note(WordList.ROLES, f"Sửa {words}", by=by, at=at)


def is_built_in(row: UnitKind | Bloc) -> bool:
    return row.pk in (built_in.BLOCS if isinstance(row, Bloc) else built_in.KINDS)


def list_of(row: UnitKind | Bloc) -> WordList:
    return WordList.BLOCS if isinstance(row, Bloc) else WordList.KINDS


def kind_words(kind: UnitKind) -> str:
    return f"“{kind.name}” ({kind.bloc.name})"


def new_code(model: type[UnitKind | Bloc], name: str) -> str:
    """A code of the words that no row has."""
    stem = slugify(fold(name))[: LONGEST_CODE - 4].strip("-") or "muc"
    taken = set(model.objects.filter(pk__startswith=stem).values_list("pk", flat=True))
    codes = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


def locked(row: Word) -> Word:
    """The row as it is now, until the transaction ends."""
    found = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def put_in_order(rows: list[Word]) -> None:
    """Write the order of `rows`, which are the whole list."""
    for place, row in enumerate(rows, start=1):
        row.position = built_in.STEP * place
    for model in {type(row) for row in rows}:
        model.objects.bulk_update(rows, ["position"])


def note(word_list: WordList, change: str, *, by: User, at: datetime) -> None:
    DirectoryEvent.objects.record(word_list=word_list, note=change, by=by, at=at)


def _last_position(model: type[UnitKind | Bloc]) -> int:
    last = model.objects.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + built_in.STEP


def _insert(row: UnitKind | Bloc, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(taken) from error


def _save(row: UnitKind | Bloc, fields: list[str], taken: str) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        raise Refused(taken) from error
