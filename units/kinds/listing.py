"""The lists of kinds and blocs, with how much each of their words is used."""

from collections import Counter
from dataclasses import dataclass

from units.kinds.changing import is_built_in
from units.models import Bloc, Unit, UnitKind


@dataclass(frozen=True)
class KindRow:
    """A kind, and how many units are of it."""

    word: UnitKind
    num_units: int

    @property
    def may_go(self) -> bool:
        """Whether it can be deleted."""
        return not (self.num_units or is_built_in(self.word))


@dataclass(frozen=True)
class BlocRow:
    """A bloc, and how many units belong to it, and kinds usually do."""

    word: Bloc
    num_units: int
    num_kinds: int

    @property
    def may_go(self) -> bool:
        """Whether it can be deleted."""
        return not (self.num_units or self.num_kinds or is_built_in(self.word))


def kind_rows() -> list[KindRow]:
    num_units = Counter(Unit.objects.values_list("kind", flat=True))
    kinds = UnitKind.objects.select_related("bloc").in_list_order()
    return [KindRow(kind, num_units[kind.pk]) for kind in kinds]


def bloc_rows() -> list[BlocRow]:
    num_units = Counter(Unit.objects.values_list("bloc", flat=True))
    num_kinds = Counter(UnitKind.objects.values_list("bloc", flat=True))
    blocs = Bloc.objects.in_list_order()
    return [BlocRow(bloc, num_units[bloc.pk], num_kinds[bloc.pk]) for bloc in blocs]
