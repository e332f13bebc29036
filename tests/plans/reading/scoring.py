"""How much of what a text says is found, by kinds of finding.

A proposed task is the labelled one where at least nine of ten of its words are the same in the same
order (`SAME_WORDS`, the ratio of `difflib` on folded words). Leads, co-ordinating bodies and
deadlines count only on tasks that match; those of a task that is not found count as missed.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from plans.reading.findings import Reading, TaskFound
from tests.plans.reading.corpus import Sample
from tracker.lib.text import fold

SAME_WORDS = 0.9
KINDS = (*("head", "numbers", "dates", "tasks", "leads", "coordinators", "deadlines", "documents"),)
Counts = dict[str, "Count"]


@dataclass(frozen=True)
class Count:
    """How many are right of those found and of those expected."""

    right: int = 0
    found: int = 0
    expected: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.right + other.right, self.found + other.found, self.expected + other.expected
        )

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def total(counts: list[Counts]) -> Counts:
    return {kind: sum((each[kind] for each in counts), Count()) for kind in KINDS}


def scored(sample: Sample, reading: Reading) -> Counts:
    pairs = matched(sample, reading)
    tasks = [task for group in reading.groups for task in group.tasks]
    expected = sample.labels["tasks"]
    counts = {
        "head": _head(sample, reading),
        "numbers": _multiset(_numbers_found(reading), _numbers_expected(sample)),
        "dates": _multiset(_dates_found(reading), _dates_expected(sample)),
        "tasks": Count(len(pairs), len(tasks), len(expected)),
        "documents": _multiset(
            [(d.kind, d.number, _iso(d.issued_on), fold(d.issuer)) for d in reading.documents],
            [(d[0], d[1], d[2], fold(d[3])) for d in sample.labels["documents"]],
        ),
    }
    for kind, column, found_of in (
        ("leads", 1, lambda task: task.leads),
        ("coordinators", 2, lambda task: task.coordinators),
        ("deadlines", 3, lambda task: [task.deadline.words] if task.deadline.words else []),
    ):
        right = found = 0
        for label, task in pairs:
            values = [label[column]] if isinstance(label[column], str) else label[column]
            right += _common([v for v in values if v], found_of(task))
            found += len(found_of(task))
        wanted = [
            [row[column]] if isinstance(row[column], str) else row[column] for row in expected
        ]
        counts[kind] = Count(right, found, sum(len([v for v in row if v]) for row in wanted))
    return counts


def matched(sample: Sample, reading: Reading) -> list[tuple[list, TaskFound]]:
    """Labels with the tasks that have their words, each once."""
    free = [task for group in reading.groups for task in group.tasks]
    pairs = []
    for label in sample.labels["tasks"]:
        words = sample.words(label[0])
        found = next((task for task in free if is_same(words, task.text)), None)
        if found:
            free.remove(found)
            pairs.append((label, found))
    return pairs


def is_same(first: str, second: str) -> bool:
    one, other = fold(first).split(), fold(second).split()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= SAME_WORDS and matcher.ratio() >= SAME_WORDS


def _common(expected: list[str], found: list[str]) -> int:
    free = list(found)
    for words in expected:
        same = next((each for each in free if is_same(words, each)), None)
        if same is not None:
            free.remove(same)
    return len(found) - len(free)


def _head(sample: Sample, reading: Reading) -> Count:
    labels = dict(sample.labels["head"])
    head = reading.head
    recipients = labels.pop("recipients", [])
    labels["subject"] = sample.words(labels["subject"])
    found = {
        **{name: getattr(head, name) for name in labels if hasattr(head, name)},
        "issued_on": _iso(head.issued_on),
        **{name: getattr(head.signer, name) for name in ("capacity", "post", "name")},
    }
    right = sum(is_same(value, found[name]) for name, value in labels.items() if value)
    return Count(
        right + _common(recipients, head.recipients),
        sum(bool(found[name]) for name in labels) + len(head.recipients),
        sum(bool(value) for value in labels.values()) + len(recipients),
    )


def _numbers_found(reading: Reading) -> list[str]:
    targets = [
        f"{target.value} {target.unit.split()[0]}"
        for group in reading.groups
        for task in group.tasks
        for target in task.targets
    ]
    return [reading.head.number, *(each.number for each in reading.documents), *targets]


def _numbers_expected(sample: Sample) -> list[str]:
    numbers = [each[1] for each in sample.labels["documents"]]
    return [sample.labels["head"]["number"], *numbers, *sample.labels["targets"]]


def _dates_found(reading: Reading) -> list[str]:
    tasks = [task for group in reading.groups for task in group.tasks]
    dates = [_iso(task.deadline.date) for task in tasks]
    cited = [_iso(each.issued_on) for each in reading.documents]
    return [each for each in (_iso(reading.head.issued_on), *cited, *dates) if each]


def _dates_expected(sample: Sample) -> list[str]:
    dates = [row[4] for row in sample.labels["tasks"]]
    cited = [each[2] for each in sample.labels["documents"]]
    return [each for each in (sample.labels["head"]["issued_on"], *cited, *dates) if each]


def _multiset(found: list, expected: list) -> Count:
    right = sum((Counter(found) & Counter(expected)).values())
    return Count(right, len(found), len(expected))


def _iso(day: object) -> str:
    return re.sub(r"None", "", str(day))
