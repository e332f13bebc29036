"""Kinds, blocs and roles as people write them in a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tracker.lib.text import fold
from units.models import Bloc, Role, UnitKind
from units.models.membership import role_names

# What lists call a role in fewer words than the screens; folded
_SHORT_ROLES = {
    "can bo dau moi": Role.OFFICER,
    "dau moi": Role.OFFICER,
    "thu truong": Role.HEAD,
    "truong don vi": Role.HEAD,
    "chuyen vien": Role.REVIEWER,
    "chuyen vien van phong": Role.REVIEWER,
    "lanh dao": Role.LEADER,
    "theo doi": Role.OBSERVER,
    "quan tri": Role.ADMINISTRATOR,
}
# Lists that were filled in before the office called a role otherwise
_LABELS = {fold(role.label): role for role in Role}


@dataclass(frozen=True)
class ListedAnswer:
    """One of the answers of a column: its value in the database, and its name on screens."""

    value: str
    name: str

    @cached_property
    def folded(self) -> set[str]:
        return {fold(self.name), fold(self.value)}


def kinds() -> list[ListedAnswer]:
    return [ListedAnswer(code, name) for code, name in UnitKind.choices()]


def blocs() -> list[ListedAnswer]:
    return [ListedAnswer(code, name) for code, name in Bloc.choices()]


def usual_blocs() -> dict[str, str]:
    """The bloc that the units of each kind usually belong to."""
    return dict(UnitKind.objects.values_list("code", "bloc"))


def roles() -> list[ListedAnswer]:
    return [ListedAnswer(role, name) for role, name in role_names().items()]


def named(words: str, among: Iterable[ListedAnswer]) -> ListedAnswer | None:
    """The choice with this name; accents and capital letters do not matter."""
    asked = fold(words)
    return next((one for one in among if asked in one.folded), None)


def role_named(words: str, among: list[ListedAnswer]) -> ListedAnswer | None:
    short = _SHORT_ROLES.get(fold(words)) or _LABELS.get(fold(words))
    return named(words, among) or next((one for one in among if one.value == short), None)
