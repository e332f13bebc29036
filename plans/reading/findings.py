"""What is recognised in the text of a plan, as it is stored and shown before it is confirmed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass

JsonValue = str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]


@dataclass
class Signer:
    capacity: str = ""
    post: str = ""
    name: str = ""


@dataclass
class HeadFound:
    """The head of a document in the format of the Party (HD 36) or of the state (NĐ 30)."""

    side: str = "party"
    superior: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    issued_on: dt.date | None = None
    kind: str = ""
    subject: str = ""
    signer: Signer = field(default_factory=Signer)
    recipients: list[str] = field(default_factory=list)


@dataclass
class PartFound:
    """A part of the document; `first` and `last` are indexes of passages."""

    heading: str
    role: str
    first: int
    last: int


@dataclass(frozen=True)
class DeadlineFound:
    """A deadline in the words of the plan, with the date that follows from them."""

    words: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class TargetFound:
    words: str
    value: str
    unit: str


@dataclass(frozen=True)
class PlanTargetFound:
    """A target of the whole plan, in the words of its clause."""

    words: str
    value: str
    unit: str
    passage: int


@dataclass(frozen=True)
class DocumentFound:
    kind: str
    number: str
    issued_on: dt.date | None
    issuer: str
    words: str


@dataclass
class TaskFound:
    code: str
    title: str
    text: str
    kind: str
    passages: list[int]
    leads: list[str] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)
    deliverable: str = ""
    deadline: DeadlineFound = field(default_factory=DeadlineFound)
    targets: list[TargetFound] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


@dataclass
class GroupFound:
    code: str
    heading: str
    label: str
    kind: str
    passage: int
    tasks: list[TaskFound] = field(default_factory=list)


@dataclass(frozen=True)
class FootnoteFound:
    mark: str
    text: str


@dataclass(frozen=True)
class UnitFound:
    """A body as the plan names it; `code` is None where the directory has no such unit."""

    words: str
    code: str | None


@dataclass(frozen=True)
class PassageFound:
    index: int
    kind: str
    raw: str
    printed: str


@dataclass(frozen=True)
class CorrectionFound:
    passage: int
    printed_words: str
    corrected_words: str
    note: str


@dataclass
class Reading:
    """All that is recognised in one document. `problems` are sentences for the person."""

    head: HeadFound = field(default_factory=HeadFound)
    parts: list[PartFound] = field(default_factory=list)
    targets: list[PlanTargetFound] = field(default_factory=list)
    groups: list[GroupFound] = field(default_factory=list)
    documents: list[DocumentFound] = field(default_factory=list)
    footnotes: list[FootnoteFound] = field(default_factory=list)
    units: list[UnitFound] = field(default_factory=list)
    passages: list[PassageFound] = field(default_factory=list)
    corrections: list[CorrectionFound] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, JsonValue]:
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


def _plain(value: object) -> JsonValue:
    """`value` in types of JSON; a day is written as in ISO 8601."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no form in JSON")
