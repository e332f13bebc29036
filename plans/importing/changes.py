"""What people correct in each part of an import, as its form says it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class HeadChange:
    """The head as people correct it; `recipients` has a line for each."""

    superior: str
    issuer: str
    title: str
    number: str
    symbol: str
    place: str
    issued_on: date | None
    kind: str
    subject: str
    short_title: str
    signer_capacity: str
    signer_post: str
    signer_name: str
    recipients: str


@dataclass(frozen=True)
class GroupChange:
    code: str
    heading: str
    label: str
    kind: str


@dataclass(frozen=True)
class TaskChange:
    """A task as people correct it; `group` and `documents` are names of parts.

    `leads`, `coordinators` and `targets` have a line for each.
    """

    group: str
    code: str
    title: str
    text: str
    kind: str
    leads: str
    coordinators: str
    deliverable: str
    deadline_words: str
    deadline: date | None
    targets: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorChange:
    """What units report for a target; see `plans.indicators.IndicatorSpec`."""

    name: str
    kind: str
    unit_of_measure: str
    target: Decimal | None
    direction: str
    numerator_label: str
    denominator_label: str


@dataclass(frozen=True)
class DocumentChange:
    kind: str
    number: str
    issued_on: date | None
    issuer: str
