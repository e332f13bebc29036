"""Numbers of a snapshot with their places, and the parts of it that sentences look up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from reporting.papers.blocks import Run
from reporting.reviews.narrative.house_style import Count
from reporting.reviews.schema import FrozenTask, Snapshot
from reporting.reviews.snapshots.places import Step, place_of
from reporting.reviews.topics_schema import FrozenTopic


def at(snapshot: Snapshot, *path: Step) -> Count:
    """The number at `path`."""
    place, found = place_of(snapshot, path)
    if not isinstance(found, int):
        raise TypeError(f"No number at {path}")
    return Count(found, place)


def words_at(snapshot: Snapshot, *path: Step) -> Run:
    """The measured number in words at `path`, as "97,3%"."""
    place, found = place_of(snapshot, path)
    return Run(str(found), figure=place)


def value_at(snapshot: Snapshot, path: Iterable[Step]) -> Any:
    """What stands at `path`, as ("figures", "totals", "done")."""
    found: Any = snapshot
    for step in path:
        found = found[step]
    return found


@dataclass(frozen=True)
class PlacedTask:
    """A task and its place in the snapshot."""

    task: FrozenTask
    place: tuple[Step, ...]

    @property
    def is_of_one(self) -> bool:
        return len(self.task["leads"]) == 1


@dataclass(frozen=True)
class PlacedTopic:
    """A topic and its number in the list of the snapshot."""

    snapshot: Snapshot
    number: int

    @classmethod
    def of(cls, snapshot: Snapshot, key: str) -> "PlacedTopic":
        keys = [topic["key"] for topic in snapshot["topics"]]
        return cls(snapshot, keys.index(key))

    @property
    def content(self) -> FrozenTopic:
        return self.snapshot["topics"][self.number]

    @property
    def has_earlier(self) -> bool:
        return "change" in self.content

    def count(self, *path: Step) -> Count:
        return at(self.snapshot, "topics", self.number, *path)

    def tasks(self, codes: Collection[str]) -> list[PlacedTask]:
        """The tasks with these codes, in the order of the plan."""
        return [
            PlacedTask(task, ("groups", group_index, "tasks", task_index))
            for group_index, group in enumerate(self.snapshot["groups"])
            for task_index, task in enumerate(group["tasks"])
            if task["code"] in codes
        ]


def period_names(snapshot: Snapshot) -> dict[int, str]:
    return {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
