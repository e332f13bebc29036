"""A unit that ends in a reorganisation, with everything that hangs on it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reporting.reorganisation.below import PlaceBelow
from reporting.reorganisation.own_plans import PlanMove
from reporting.reorganisation.people import Move
from reporting.reorganisation.proposals import EndingWork, Fate, PlacedKind, WorkDecision
from reporting.reorganisation.recognising import Heir, RecognisedRow


class Decided(Protocol):
    """Something on which the office decides: `key` names it in `Reorganisation.decisions`."""

    @property
    def key(self) -> str: ...
    @property
    def proposal(self) -> object: ...
    @property
    def decision(self) -> object: ...
    @property
    def options(self) -> Sequence[tuple[object, str]]: ...


@dataclass(frozen=True)
class DecidedWork:
    """An assignment with what is proposed for it, why, and what is decided."""

    work: EndingWork
    proposal: WorkDecision
    why: str
    decision: WorkDecision
    options: list[tuple[WorkDecision, str]]

    @property
    def key(self) -> str:
        return f"{self.work.pk}"

    @property
    def is_own(self) -> bool:
        """Whether the office decided otherwise than proposed."""
        return self.decision != self.proposal

    @property
    def words(self) -> str:
        return dict(self.options).get(self.decision, "")


@dataclass
class PeriodUnderWay:
    """An open period that the unit takes part in, and how far its submission is."""

    name: str
    plan: str
    words: str


@dataclass
class EndingUnit:
    """A unit that ends, with everything that hangs on it."""

    row: RecognisedRow
    work: list[DecidedWork] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    plans: list[PlanMove] = field(default_factory=list)
    below: list[PlaceBelow] = field(default_factory=list)
    periods: list[PeriodUnderWay] = field(default_factory=list)
    num_returned: int = 0
    num_waiting: int = 0
    num_extensions: int = 0

    @property
    def pk(self) -> int:
        return self.row.unit.pk if self.row.unit is not None else 0

    @property
    def heirs(self) -> list[Heir]:
        return self.row.heirs

    def placed(self, what: str) -> Sequence[Decided]:
        """What hangs on it of one kind of `PlacedKind`."""
        return self.plans if what == PlacedKind.PLANS else self.below

    @property
    def num_open(self) -> int:
        return sum(one.work.is_lead and not one.work.is_done for one in self.work)

    @property
    def num_done(self) -> int:
        return sum(one.work.is_lead and one.work.is_done for one in self.work)

    @property
    def num_coordinating(self) -> int:
        return sum(not one.work.is_lead for one in self.work)

    @property
    def num_moving(self) -> int:
        return sum(move.to is not None for move in self.moves)

    @property
    def fates(self) -> list[tuple[str, int]]:
        """How many assignments have each fate, in the order of the fates."""
        counted = Counter(one.decision.fate for one in self.work)
        return [(str(fate.label), counted[fate]) for fate in Fate if counted[fate]]
