"""Types of what a review tells, and under which headings; see `reporting.reviews.schema`."""

from typing import Literal, NotRequired, TypedDict

from reporting.reviews.skeletons.sections import Source


class FrozenNames(TypedDict):
    """Units by name, or tasks by code, in the order of the plan's lists.

    `count` is the number of all; `others` of these have no place in `names`.
    """

    count: int
    names: list[str]
    others: int


# Units by where their parts stand; one with late and missing parts is in both lists
UnitState = Literal["done", "late", "missing", "returned", "open"]
# Tasks by how many of their parts are done; "idle" ones have no part that counts
TaskState = Literal["done", "partly", "open", "idle", "unassigned"]


class FrozenChange(TypedDict):
    """The same counts at the end of the period that the review is compared with."""

    dated: int
    dated_done: int
    dated_difference: int
    periodic: int
    periodic_met: int
    periodic_difference: int


class PartCounts(TypedDict):
    """Numbers of parts of a group of tasks.

    Parts with a deadline, one-off ones without and recurring or continuous ones are counted apart;
    of a recurring one with a deadline both the deliverable and the period count. Of those, which
    are in `dated` and in `periodic`, there are `both` (older snapshots do not say). `change` is
    there where the review is compared with an earlier period.
    """

    num_parts: int
    num_outside: int
    dated: int
    dated_done: int
    dated_on_time: int
    dated_extended: int
    dated_late: int
    dated_open: int
    dated_overdue: int
    once: int
    once_done: int
    periodic: int
    periodic_met: int
    both: NotRequired[int]
    both_met: NotRequired[int]
    change: NotRequired[FrozenChange]


class FrozenTopic(PartCounts):
    """A group of tasks that is told together: of the plan, of a heading, or all ("all")."""

    key: str
    tasks: list[str]
    num_tasks: int
    num_units: int
    results: int
    documents: int
    units: dict[UnitState, FrozenNames]
    by_state: dict[TaskState, FrozenNames]


class FrozenFiler(TypedDict):
    """A unit that sent late or not at all in `num_behind` periods, which are named.

    `closed_in` names the periods that were closed before their due day without its submission;
    they are not among those where it is behind.
    """

    unit_name: str
    num_behind: int
    late: int
    late_in: list[str]
    missing: int
    missing_in: list[str]
    closed_in: NotRequired[list[str]]


class FrozenComparison(TypedDict):
    """What the last period and the whole range are compared with; empty without an earlier one."""

    basis: str
    period_name: str
    range_basis: str


class FrozenCommitmentItem(TypedDict):
    """A component of a motto, with numbers of units."""

    words: str
    kept: int
    not_kept: int
    unanswered: int


class FrozenCommitment(TypedDict):
    """A motto of a task, as `num_units` units judge themselves."""

    task: str
    name: str
    num_units: int
    items: list[FrozenCommitmentItem]


class FrozenSection(TypedDict):
    """A heading; see `SkeletonHeading`."""

    key: str
    title: str
    level: int
    source: Source
    is_written: bool
    group: str


class FrozenAnnex(TypedDict):
    key: str
    title: str


class FrozenSkeleton(TypedDict):
    """The headings and annexes that the office wanted, in order."""

    sections: list[FrozenSection]
    annexes: list[FrozenAnnex]
