"""Types of the snapshot of a review, which is stored as JSON.

The keys are stored in the database and in the hashes of issued reviews, so they never change.
Keys that are `NotRequired` are missing from older snapshots. Days are ISO strings.
"""

from typing import NotRequired, TypedDict

from reporting.entries.fields import FeedbackTexts
from reporting.reviews.topics_schema import (
    FrozenCommitment,
    FrozenComparison,
    FrozenFiler,
    FrozenSkeleton,
    FrozenTopic,
)


class FrozenCells(TypedDict):
    """Numbers of assignments by status (see `reporting.reviews.snapshots.figures.cells`)."""

    assigned: int
    applicable: int
    done: int
    done_on_time: int
    done_extended: NotRequired[int]
    done_late: int
    done_undated: NotRequired[int]
    open: int
    open_on_time: int
    open_late: int
    open_undated: NotRequired[int]
    outside: int
    period_met: NotRequired[int]
    period_owed: NotRequired[int]


class FrozenPlan(TypedDict):
    """Head and foot of the paper."""

    number: str
    kind: str
    subject: str
    issuer: str
    superior_body: str
    issuing_body: str
    symbol: str
    place: str
    recipients: str
    issued_on: str


class FrozenPeriod(TypedDict):
    id: int
    name: str
    data_from: str
    data_to: str
    due_on: str


class FrozenReport(TypedDict):
    """Scope of the review; the key in the snapshot is `report`."""

    kind: str
    cutoff_on: str
    periods: list[FrozenPeriod]
    # Only where counts are by the units of today: those that were split into several
    divided_units: NotRequired[list[str]]


class CellsOfGroup(TypedDict):
    code: str
    label: str
    cells: FrozenCells


class CellsOfBloc(TypedDict):
    bloc: str
    label: str
    cells: FrozenCells


class CellsOfUnit(TypedDict):
    """A row of the matrix: the cells of a unit in each group of tasks."""

    unit: int
    name: str
    cells: list[FrozenCells]


class CellsOfPeriod(TypedDict):
    period: int
    name: str
    cells: FrozenCells
    # Only where the period still received on the cut-off day: how far it had come, in words
    so_far: NotRequired[str]


class FrozenPunctuality(TypedDict):
    """Numbers of units by punctuality of their submission for a period."""

    period: int
    name: str
    expected: int
    on_time: int
    late: int
    missing: int
    waiting: int
    # Not sent when the period was closed before its due day; older snapshots count it as waiting
    closed: NotRequired[int]
    so_far: NotRequired[str]


class FrozenFigures(TypedDict):
    num_units: int
    num_tasks: int
    totals: FrozenCells
    labels: dict[str, int]
    by_group: list[CellsOfGroup]
    by_bloc: list[CellsOfBloc]
    matrix: list[CellsOfUnit]
    entries: dict[str, int]
    filings: list[FrozenPunctuality]
    trend: list[CellsOfPeriod]
    filers: NotRequired[list[FrozenFiler]]
    # Name of the period by which recurring and continuous work is judged, empty before its first
    judged_in: NotRequired[str]


class FrozenResult(TypedDict):
    """An accepted result."""

    entry: int
    period: int
    text: str
    percent: int | None
    state: str
    # Only of those that the office picked as an example: its place among them
    example: NotRequired[int]


class FrozenLead(TypedDict):
    """An assignment to a leading unit, with its accepted results."""

    assignment: int
    unit: int
    unit_name: str
    label: str
    cell: str
    deadline: str | None
    deadline_document: str
    deliverable: str
    percent: int | None
    results: list[FrozenResult]


class FrozenTask(TypedDict):
    id: int
    code: str
    title: str
    kind: str
    is_fan_out: bool
    timing: str
    cells: FrozenCells
    leads: list[FrozenLead]
    coordinators: list[str]


class FrozenGroup(TypedDict):
    code: str
    label: str
    heading: str
    kind: str
    tasks: list[FrozenTask]


class FrozenFeedback(FeedbackTexts):
    """Feedback of a unit on a task; the key in the snapshot is `voices`."""

    entry: int
    unit_name: str
    task: str
    period: int
    is_accepted: bool


class FrozenExtension(TypedDict):
    task: str
    title: str
    unit_name: str
    deadline_from: str | None
    deadline_to: str | None
    document: str
    document_issued_on: str | None


class FrozenIndicator(TypedDict):
    indicator: int
    task: str
    name: str
    unit_of_measure: str
    direction: str
    is_cumulative: bool
    target: str
    target_document: str
    result: str
    parts: str
    is_reached: bool | None
    asked: int
    reported: int
    partial: NotRequired[int]
    aggregation: NotRequired[str]
    not_applicable: int
    waiting: int
    missing: int
    # Only with a result of the earlier range from as many units: "12 cuộc", and its difference
    before: NotRequired[str]
    difference: NotRequired[str]
    tendency: NotRequired[int]


class FrozenIndicators(TypedDict):
    counts: dict[str, int]
    rows: list[FrozenIndicator]


class FrozenContribution(TypedDict):
    """What a co-ordinating unit sent for a task in a period."""

    unit_name: str
    period: int
    text: str
    evidence: list[str]


class FrozenMissing(TypedDict):
    """A unit that did not send what was required in a period."""

    unit_name: str
    period: int


class FrozenContributions(TypedDict):
    """Contributions to a task. `asked`: required ones that were due; `given`: sent of these."""

    task: str
    title: str
    asked: int
    given: int
    sent: list[FrozenContribution]
    missing: list[FrozenMissing]


class FrozenDocument(TypedDict):
    """A document given as evidence, with the entries it supports."""

    number: str
    issued_on: str | None
    issuer: str
    subject: str
    entries: list[int]


class Snapshot(TypedDict):
    schema: int
    plan: FrozenPlan
    report: FrozenReport
    figures: FrozenFigures
    groups: list[FrozenGroup]
    voices: list[FrozenFeedback]
    extensions: NotRequired[list[FrozenExtension]]
    indicators: NotRequired[FrozenIndicators]
    contributions: NotRequired[list[FrozenContributions]]
    documents: list[FrozenDocument]
    # From schema 2 on
    topics: NotRequired[list[FrozenTopic]]
    comparison: NotRequired[FrozenComparison]
    commitments: NotRequired[list[FrozenCommitment]]
    skeleton: NotRequired[FrozenSkeleton]
