"""Fill an empty directory with the words and the usual bodies of a kind of office.

What is proposed is shown before it is written. Words that a unit bears, words that the office
added, and units that are there stay as they are: a preset does no harm late, or twice. Only the
office, which the set-up puts below nobody, can be placed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

from django.db import transaction

from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units import directory, roles
from units.kinds import built_in
from units.kinds.changing import Word, note, put_in_order
from units.kinds.usual_offices import (
    CODES,
    OfficePlace,
    UsualOffice,
    UsualUnit,
    usual_office,
    usual_offices,
)
from units.models import Bloc, Unit, UnitAlias, UnitKind, UnitName, User, WordList

LONGEST_PLACE = 60


@dataclass(frozen=True)
class WordChange:
    """What becomes of the word of a `code`, and that in `words`."""

    code: str
    name: str
    words: str
    is_on: bool = True


@dataclass(frozen=True)
class ProposedUnit:
    """A usual body; `there`: the one of its name that the directory has already.

    `namesake`: a unit with its code and another name. It may be this one, called otherwise, or
    that of another place, which came with the plan of another office.
    """

    unit: UsualUnit
    kind: str
    above: str
    there: Unit | None = None
    namesake: str = ""

    @property
    def is_there(self) -> bool:
        return self.there is not None

    @property
    def is_unplaced(self) -> bool:
        """Whether it is the office itself, which the set-up puts below nobody."""
        is_below_none = self.there is not None and self.there.parent_id is None
        return is_below_none and self.unit.is_office and bool(self.above)


@dataclass(frozen=True)
class Proposal:
    """What a preset would change; there are no `units` without a place."""

    office: UsualOffice
    blocs: list[WordChange]
    kinds: list[WordChange]
    units: list[ProposedUnit]

    @property
    def has_changes(self) -> bool:
        return bool(self.blocs or self.kinds) or any(
            row.is_unplaced or not row.is_there for row in self.units
        )


def proposal(*, preset: str, place: OfficePlace | None = None) -> Proposal:
    """Read what `apply` would do now."""
    office = _known(preset)
    return Proposal(
        office=office,
        blocs=_changes(Bloc, office.blocs),
        kinds=_changes(UnitKind, _kind_names(office)),
        units=[] if place is None else _proposed(office, _checked(place, office)),
    )


@transaction.atomic
def apply(
    *,
    preset: str,
    place: OfficePlace | None = None,
    units: Collection[str] | None = None,
    placed: Collection[str] = (),
    by: User,
    at: datetime,
) -> list[Unit]:
    """Set up blocs and kinds and, for a `place`, its usual units; returns the units made.

    `units`: the codes of those that are wanted; None: all that are not there, nor a namesake.
    `placed`: the codes of those that are there without a superior and get the usual one.
    """
    office = _known(preset)
    # No other step on the lists comes between reading and writing
    for model in (Bloc, UnitKind):
        list(model.objects.select_for_update().order_by("pk"))
    _write_blocs(office, by=by, at=at)
    _write_kinds(office, by=by, at=at)
    if place is None:
        return []
    rows = _proposed(office, _checked(place, office))
    wanted = [row for row in rows if not row.is_there]
    if units is None:
        wanted = [row for row in wanted if not row.namesake]
    else:
        wanted = [row for row in wanted if row.unit.code in units]
    made = _add_units(wanted, by=by, at=at)
    _place_offices(rows, placed, office, by=by, at=at)
    return made


def _known(preset: str) -> UsualOffice:
    if preset not in CODES:
        raise Refused("Không có danh mục mẫu này.")
    return usual_office(preset)


def _checked(place: OfficePlace, office: UsualOffice) -> OfficePlace:
    if place.sort not in office.sorts or not place.name.strip():
        raise Refused("Hãy chọn cấp và ghi tên của địa phương.")
    if len(place.name) > LONGEST_PLACE:
        raise Refused(f"Tên địa phương dài tối đa {LONGEST_PLACE} ký tự.")
    return OfficePlace(place.sort, " ".join(place.name.split()))


def _kind_names(office: UsualOffice) -> dict[str, str]:
    return {code: name for code, (name, _) in office.kinds.items()}


def _changes(model: type[Bloc | UnitKind], wanted: Mapping[str, str]) -> list[WordChange]:
    """New words, other words where no unit bears them, and words that are switched off."""
    rows = {row.pk: row for row in model.objects.in_list_order()}
    borne = set(model.objects.filter(units__isnull=False).values_list("pk", flat=True))
    owners = {row.name: code for code, row in rows.items()}
    # Where another row has these words already, it does for this one
    own = [(code, name) for code, name in wanted.items() if owners.get(name, code) == code]
    changes = [_change(rows.get(code), code, name, is_free=code not in borne) for code, name in own]
    known = built_in.KINDS.keys() | {code for office in usual_offices() for code in office.kinds}
    ended = [
        WordChange(code, row.name, f"thôi dùng “{row.name}”", is_on=False)
        for code, row in rows.items()
        if row.is_on and code in known - wanted.keys() - borne
    ]
    return [*filter(None, changes), *ended]


def _change(
    row: Bloc | UnitKind | None, code: str, name: str, *, is_free: bool
) -> WordChange | None:
    if row is None:
        return WordChange(code, name, f"thêm “{name}”")
    if row.name != name and is_free:
        return WordChange(code, name, f"“{row.name}” thành “{name}”")
    return None if row.is_on else WordChange(code, row.name, f"dùng lại “{row.name}”")


def _write_blocs(office: UsualOffice, *, by: User, at: datetime) -> None:
    changes = _changes(Bloc, office.blocs)
    for change in changes:
        Bloc.objects.update_or_create(
            pk=change.code, defaults={"name": change.name, "is_on": change.is_on}
        )
    _order(Bloc, office.blocs)
    _note_all(WordList.BLOCS, office, changes, by=by, at=at)


def _write_kinds(office: UsualOffice, *, by: User, at: datetime) -> None:
    changes = _changes(UnitKind, _kind_names(office))
    for change in changes:
        defaults = {"name": change.name, "is_on": change.is_on}
        bloc = office.kinds.get(change.code, ("", ""))[1]
        UnitKind.objects.update_or_create(
            pk=change.code, defaults=defaults, create_defaults={**defaults, "bloc_id": bloc}
        )
    _order(UnitKind, office.kinds)
    _note_all(WordList.KINDS, office, changes, by=by, at=at)


def _order(model: type[Word], codes: Iterable[str]) -> None:
    """Put the words of the preset first, in its order."""
    place = {code: number for number, code in enumerate(codes)}
    rows: list[Word] = list(model.objects.in_list_order())
    put_in_order(sorted(rows, key=lambda row: place.get(row.pk, len(place))))


def _note_all(
    word_list: WordList,
    office: UsualOffice,
    changes: list[WordChange],
    *,
    by: User,
    at: datetime,
) -> None:
    if changes:
        words = "; ".join(change.words for change in changes)
        note(word_list, f"Theo danh mục mẫu “{office.name}”: {words}", by=by, at=at)


def _proposed(office: UsualOffice, place: OfficePlace) -> list[ProposedUnit]:
    units = office.units_of(place)
    names = {unit.code: unit.name for unit in units}
    namesakes = dict(Unit.objects.filter(code__in=names).values_list("code", "name"))
    called = {
        fold(name): pk
        for rows in (
            UnitAlias.objects.order_by("-pk").values_list("alias", "unit"),
            UnitName.objects.order_by("-pk").values_list("name", "unit"),
        )
        for name, pk in rows
    }
    offices = Unit.objects.filter(kind=UnitKind.COMMITTEE_OFFICE).order_by("position", "pk")
    office_id = offices.values_list("pk", flat=True).first()
    kinds = _kind_names(office) | dict(UnitKind.objects.values_list("code", "name"))
    kinds |= {change.code: change.name for change in _changes(UnitKind, _kind_names(office))}
    there: dict[str, int] = {}
    for unit in units:
        own = (called[way] for way in _ways_to_name(unit, place) if way in called)
        # The set-up made the office, under a name of its own
        made = office_id if unit.kind == UnitKind.COMMITTEE_OFFICE else None
        if found := next(own, made):
            there[unit.code] = found
    known = Unit.objects.in_bulk(there.values())
    return [
        ProposedUnit(
            unit=unit,
            kind=kinds[unit.kind],
            above=names.get(unit.below, ""),
            there=known.get(there.get(unit.code, 0)),
            namesake="" if unit.code in there else namesakes.get(unit.code, ""),
        )
        for unit in units
    ]


def _ways_to_name(unit: UsualUnit, place: OfficePlace) -> list[str]:
    """Also as the set-up may have named it: "Văn phòng HĐND và UBND xã" without the place."""
    short = [unit.name.removesuffix(f" {place.name}"), *unit.aliases]
    ends = ("", f" {place.sort}", f" {place.sort} {place.name}")
    return [fold(unit.name), *(fold(f"{words}{end}") for words in short for end in ends)]


def _add_units(wanted: list[ProposedUnit], *, by: User, at: datetime) -> list[Unit]:
    """Those above come before those below them, so that each finds its parent."""
    by_name = {row.name: row for row in UnitKind.objects.select_related("bloc")}
    by_code = {row.pk: row for row in by_name.values()}
    position = Unit.objects.order_by("-position").values_list("position", flat=True).first() or 0
    made = []
    for place, row in enumerate(wanted, start=1):
        unit = row.unit
        kind = by_code.get(unit.kind) or by_name[row.kind]
        above = Unit.objects.filter(name=row.above) or Unit.objects.filter(code=unit.below)
        made.append(
            directory.insert_unit(
                code=_free_code(unit.code),
                name=unit.name,
                short_name=unit.short_name,
                kind=kind,
                bloc=kind.bloc,
                parent=above.order_by("pk").first(),
                position=position + built_in.STEP * place,
                aliases=list(unit.aliases),
                by=by,
                at=at,
            )
        )
    roles.ensure_groups()
    return made


def _place_offices(
    rows: list[ProposedUnit],
    placed: Collection[str],
    office: UsualOffice,
    *,
    by: User,
    at: datetime,
) -> None:
    """Put those of `placed` below their usual superior, unless somebody has just placed them."""
    there = {row.unit.code: row.there for row in rows}
    for row in rows:
        if row.there is None or not row.is_unplaced or row.unit.code not in placed:
            continue
        above = there[row.unit.below] or Unit.objects.filter(name=row.above).first()
        if above is None:
            raise Refused(
                f"Để đặt {row.there.name} dưới {row.above}, hãy chọn thêm cả {row.above}."
            )
        unit = Unit.objects.select_for_update().get(pk=row.there.pk)
        if unit.parent_id is None:
            note = f"Theo danh mục mẫu “{office.name}”"
            directory.place_unit(unit=unit, parent=above, note=note, by=by, at=at)


def _free_code(code: str) -> str:
    numbered = (f"{code}-{number}" for number in count(2))
    return next(one for one in chain([code], numbered) if not Unit.objects.filter(code=one))
