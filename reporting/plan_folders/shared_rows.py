"""The rows that a plan shares with others: taken as they are here, or made where there are none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db.models import Model

from plans.models import IssuingBody, IssuingBodyEvent, LegalDocument, SigningCapacity
from reporting.models import Term
from reporting.plan_folders import parsing, tables
from reporting.plan_folders.building import LocalIds, build, insert, know_all, reserve
from reporting.plan_folders.earlier import Row, Rows
from reporting.plan_folders.units_known import Known, UnitMatch, kept_successions
from tracker.lib.text import fold
from units.models import (
    Bloc,
    DirectoryEvent,
    Succession,
    Unit,
    UnitAlias,
    UnitKind,
    UnitName,
    User,
)
from units.models.unit import search_text

# Columns by which a row here is the one that is meant
_SAME: dict[type[Model], tuple[str, ...]] = {
    LegalDocument: ("number", "issued_on"),
    IssuingBody: ("kind", "superior_body", "name", "title", "symbol", "place"),
    Term: ("issuing_body", "name"),
}
NO_LOG_IN = "lich-su-"


def write(
    rows: Rows, *, units: Sequence[UnitMatch], source: str, by: User, at: datetime
) -> LocalIds:
    """Find or make them all; `source` says in histories where new ones come from."""
    ids = LocalIds()
    note = f"Thêm theo {source}"
    for words in (Bloc, UnitKind):
        _write_words(words, rows[tables.label(words)], ids)
    _write_units(rows, units, ids, note=note, by=by, at=at)
    _write_people(rows[tables.label(User)], ids, note=note, by=by, at=at)
    _find_or_make(LegalDocument, rows, ids)
    made = _find_or_make(IssuingBody, rows, ids)
    for model in (SigningCapacity, IssuingBodyEvent):
        of_made = [row for row in rows[tables.label(model)] if row.get("body") in made]
        know_all(model, of_made, ids)
        insert(build(model, row, ids) for row in of_made)
    _find_or_make(Term, rows, ids)
    return ids


def _write_words(model: type[Bloc | UnitKind], rows: list[Row], ids: LocalIds) -> None:
    """Kinds and blocs: by their code, else by their name, else new."""
    here = dict(model.objects.values_list("code", "name"))
    code_of = {fold(name): code for code, name in here.items()}
    last = max(model.objects.values_list("position", flat=True), default=0)
    for row in rows:
        code, name = parsing.as_text(row, "code"), parsing.as_text(row, "name")
        local = code if code in here else code_of.get(fold(name), "")
        if not local:
            local, last = code, last + 1
            built = build(model, row, ids)
            built.position = last
            built.save(force_insert=True)
        ids.know(model, row, local)


def _write_units(
    rows: Rows,
    units: Sequence[UnitMatch],
    ids: LocalIds,
    *,
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Write the new ones, with their names and successions, after each is known by its id."""
    new = {match.code for match in units if match.known is Known.NEW}
    left = {match.code for match in units if match.known is Known.LEFT}
    _know_units(rows[tables.label(Unit)], units, ids)
    of_new: dict[type[Model], list[Row]] = {
        model: [row for row in rows[tables.label(model)] if row.get("unit") in new]
        for model in (UnitName, UnitAlias)
    }
    taken = set(Unit.objects.values_list("code", flat=True))
    for row in rows[tables.label(Unit)]:
        if (code := parsing.as_text(row, "code")) in new:
            unit = build(Unit, row, ids)
            unit.code = _free(code, taken)
            unit.folded = search_text(unit, _other_names(code, of_new))
            unit.save(force_insert=True)
            DirectoryEvent.objects.record(unit=unit, note=note, by=by, at=at)
    of_new[Succession] = kept_successions(rows, new, left)
    for table, found in of_new.items():
        know_all(table, found, ids)
        insert(build(table, row, ids) for row in found)


def _other_names(code: str, of_new: Mapping[type[Model], list[Row]]) -> list[str]:
    return [
        parsing.as_text(row, column)
        for model, column in ((UnitName, "name"), (UnitAlias, "alias"))
        for row in of_new[model]
        if row.get("unit") == code
    ]


def _know_units(rows: list[Row], units: Sequence[UnitMatch], ids: LocalIds) -> None:
    """By their codes in the folder: those that are here, and the ids of those to be made."""
    here = {match.code: match.unit.pk for match in units if match.unit}
    new = [match.code for match in units if match.known is Known.NEW]
    here |= dict(zip(new, reserve(Unit, len(new)), strict=True))
    ids[Unit], ids.numbers[Unit] = {}, {}
    for row in rows:
        if (code := parsing.as_text(row, "code")) in here:
            ids.know(Unit, row, here[code])


def _free(code: str, taken: set[str]) -> str:
    """The code, with a number behind it where it is taken."""
    free, number = code, 2
    while free in taken:
        free, number = f"{code[:50]}-{number}", number + 1
    taken.add(free)
    return free


def _write_people(rows: list[Row], ids: LocalIds, *, note: str, by: User, at: datetime) -> None:
    """People stand in histories only: they have no role and cannot log in.

    Their user names follow from what they are called, so that several plans of one office share
    them. They are never one of the people here, who would answer for what they did not do.
    """
    for row in rows:
        name = parsing.as_text(row, "name")
        username = NO_LOG_IN + sha256(name.encode()).hexdigest()[:20]
        person = User.objects.filter(username=username).first()
        if person is None:
            person = User.objects.create_user(
                username,
                full_name=parsing.as_text(row, "full_name")[:120],
                position=parsing.as_text(row, "position")[:160],
                is_active=False,
            )
            words = f"{note}: chỉ đứng tên trong diễn biến, không đăng nhập được"
            DirectoryEvent.objects.record(person=person, note=words, by=by, at=at)
        ids.know(User, row, person.pk)
    ids.setdefault(User, {})


def _find_or_make(model: type[Model], rows: Rows, ids: LocalIds) -> set[object]:
    """Returns what those that were made are called in the folder."""
    missing, found = [], ids.setdefault(model, {})
    for row in rows[tables.label(model)]:
        columns = [field for field in tables.columns(model) if field.name in _SAME[model]]
        lookup = {
            field.name
            if (value := parsing.value_of(field, row)) is not None
            else f"{field.name}__isnull": value if value is not None else True
            for field in columns
        }
        same = model._base_manager.filter(**lookup).order_by("pk").first()
        if same:
            ids.know(model, row, same.pk)
        else:
            missing.append(row)
    for row, pk in zip(missing, reserve(model, len(missing)), strict=True):
        ids.know(model, row, pk)
    insert(build(model, row, ids) for row in missing)
    return {parsing.key_of(model, row) for row in missing} if found else set()
