"""The headings and annexes of a review, and the source of their contents.

A snapshot holds the skeleton that the office wanted when it was taken. Those from before there
was one to edit have that of the product.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reporting.models import ReviewKind
from reporting.reviews.schema import Snapshot
from reporting.reviews.skeletons import built_in
from reporting.reviews.skeletons.sections import OutlineSection, Source, numbers, shown
from reporting.reviews.topics_schema import FrozenSkeleton


@dataclass(frozen=True)
class SkeletonHeading:
    """A heading; `level` is 0 for a part, 1 for "I.", 2 for "1.", 3 for "a)".

    `source` names the generated text below it (`reporting.reviews.papers.narrative`). Where
    `is_written`, the office writes as well, after that text. `group` is the code of the plan's
    group that a heading with the source "group" describes.
    """

    key: str
    number: str
    title: str
    level: int
    source: Source = ""
    is_written: bool = True
    group: str = ""


@dataclass(frozen=True)
class SkeletonAnnex:
    """An annex as the paper counts it; an empty `title` is that of its contents."""

    key: str
    number: int
    title: str


OPENING = SkeletonHeading("opening", "", "Mở đầu", -1, "opening")
RECIPIENTS = "recipients"
# Annexes that are left out where the snapshot has nothing for them
_OF_DATA = {
    built_in.EXTENSIONS: "extensions",
    built_in.CONTRIBUTIONS: "contributions",
    built_in.COMMITMENTS: "commitments",
}


def is_told_by_group(snapshot: Snapshot) -> bool:
    """Whether the text speaks of groups, as from schema 2 on; before it spoke of each task."""
    return snapshot["schema"] > 1


def headings(snapshot: Snapshot) -> list[SkeletonHeading]:
    """The headings of the paper in order, including the plan's groups."""
    sections = shown(_sections(snapshot))
    given = numbers(section.level for section in sections)
    return [
        OPENING,
        *(
            SkeletonHeading(
                section.key,
                number,
                section.title,
                section.level,
                section.source,
                section.is_written,
                section.group,
            )
            for section, number in zip(sections, given, strict=True)
        ),
    ]


def annexes(snapshot: Snapshot) -> list[SkeletonAnnex]:
    """The annexes of the paper in order: those wanted, without those that lack data."""
    if "skeleton" in snapshot:
        wanted = [(row["key"], row["title"]) for row in snapshot["skeleton"]["annexes"]]
    else:
        wanted = [
            (annex.key, "")
            for annex in built_in.annexes(snapshot["report"]["kind"])
            if annex.is_on and annex.key != built_in.COMMENDATION
        ]
    found = [(key, title) for key, title in wanted if _has_data(snapshot, key)]
    first = 1 if len(found) > 1 else 0  # the only one has no number
    return [SkeletonAnnex(key, number, title) for number, (key, title) in enumerate(found, first)]


def annex_words(snapshot: Snapshot, key: str) -> str:
    """ "Phụ lục 4" as a text refers to it; empty where the paper has no such annex."""
    number = next((annex.number for annex in annexes(snapshot) if annex.key == key), None)
    if number is None:
        return ""
    return f"Phụ lục {number}" if number else "Phụ lục"


def written(snapshot: Snapshot) -> Iterator[SkeletonHeading]:
    """The headings under which the office writes."""
    return (heading for heading in headings(snapshot) if heading.is_written)


def labels(snapshot: Snapshot) -> dict[str, str]:
    """A label for each heading outside the paper: with the numbers of those above it."""
    above: dict[int, str] = {}
    by_key: dict[str, str] = {}
    for heading in headings(snapshot):
        above = {level: number for level, number in above.items() if level < heading.level}
        own = f"{heading.number} {heading.title}".strip()
        by_key[heading.key] = " · ".join([*above.values(), own])
        above[heading.level] = heading.number.rstrip(".)")
    return {key: label.removeprefix(" · ") for key, label in by_key.items()}


def frozen(sections: Sequence[OutlineSection], annexes: Sequence[OutlineSection]) -> FrozenSkeleton:
    """What a snapshot keeps: that which is on."""
    return {
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "level": section.level,
                "source": section.source,
                "is_written": section.is_written,
                "group": section.group,
            }
            for section in shown(sections)
        ],
        "annexes": [{"key": annex.key, "title": annex.title} for annex in shown(annexes)],
    }


def _sections(snapshot: Snapshot) -> list[OutlineSection]:
    if "skeleton" in snapshot:
        return [OutlineSection(**row) for row in snapshot["skeleton"]["sections"]]
    kind = snapshot["report"]["kind"]
    rows = snapshot["groups"]
    names = [built_in.GroupName(x["code"], x["label"], x["heading"], x["kind"]) for x in rows]
    if is_told_by_group(snapshot):
        return built_in.sections(kind, names)
    if kind == ReviewKind.PERIODIC:
        names = [name._replace(label=name.heading) for name in names]
    return [
        replace(section, is_on=section.is_on and section.key != built_in.PROPOSAL)
        for section in built_in.sections(kind, names)
    ]


def _has_data(snapshot: Snapshot, key: str) -> bool:
    if key == built_in.INDICATORS:
        return bool(snapshot.get("indicators", {}).get("rows"))
    return key not in _OF_DATA or bool(snapshot.get(_OF_DATA[key]))
