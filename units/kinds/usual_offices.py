"""The words and the usual bodies of a kind of office, read from `fixtures/offices/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypedDict, cast

from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures" / "offices"
CODES = ("commune", "district")


class _Kind(TypedDict):
    name: str
    bloc: str


class _Unit(TypedDict, total=False):
    name: str
    short_name: str
    kind: str
    below: str
    aliases: list[str]
    only_in: list[str]
    is_office: bool


class _File(TypedDict):
    name: str
    example: str
    committee: str
    places: dict[str, str]
    blocs: dict[str, str]
    kinds: dict[str, _Kind]
    units: dict[str, _Unit]


@dataclass(frozen=True)
class OfficePlace:
    """Where the office is: "xã", "Bình Minh"."""

    sort: str
    name: str


@dataclass(frozen=True)
class UsualUnit:
    """A body that such an office follows, with the words of its place; `below` is a code.

    `is_office`: it may be the office itself, which the set-up makes.
    """

    code: str
    name: str
    short_name: str
    kind: str
    below: str
    aliases: tuple[str, ...]
    is_office: bool = False


@dataclass(frozen=True)
class UsualOffice:
    """`sorts`: those of its places. `kinds`: name and usual bloc, by code and in their order."""

    code: str
    name: str
    example: str
    sorts: tuple[str, ...]
    blocs: Mapping[str, str]
    kinds: Mapping[str, tuple[str, str]]

    @property
    def kind_names(self) -> list[str]:
        return [name for name, _ in self.kinds.values()]

    def units_of(self, place: OfficePlace) -> list[UsualUnit]:
        """The usual bodies of a place, those above before those below them."""
        file = _read(self.code)
        committee = file["places"][place.sort]
        words = {"of": committee, "place": f"{place.sort} {place.name}", "name": place.name}
        words["committee"] = file["committee"].format(**words)
        return [
            UsualUnit(
                code=code,
                name=unit["name"].format(**words),
                short_name=unit["short_name"].format(**words),
                kind=unit["kind"],
                below=unit.get("below", ""),
                aliases=tuple(alias.format(**words) for alias in unit.get("aliases", [])),
                is_office=unit.get("is_office", False),
            )
            for code, unit in file["units"].items()
            if place.sort in unit.get("only_in", [place.sort])
        ]


def usual_offices() -> list[UsualOffice]:
    return [usual_office(code) for code in CODES]


@cache
def usual_office(code: str) -> UsualOffice:
    """One of `CODES`."""
    file = _read(code)
    return UsualOffice(
        code=code,
        name=file["name"],
        example=file["example"],
        sorts=tuple(file["places"]),
        blocs=file["blocs"],
        kinds={kind: (row["name"], row["bloc"]) for kind, row in file["kinds"].items()},
    )


@cache
def _read(code: str) -> _File:
    return cast(_File, tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")))
