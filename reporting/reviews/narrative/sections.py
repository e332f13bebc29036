"""The generated paragraphs under each heading of a review, by the source of the heading."""

from collections.abc import Callable

from reporting.models import ReviewKind
from reporting.reviews.narrative import group, overview
from reporting.reviews.narrative.house_style import Told
from reporting.reviews.narrative.places import PlacedTopic
from reporting.reviews.schema import Snapshot

WRITERS: dict[str, Callable[[Snapshot], Told]] = {
    "opening": overview.opening,
    "communication": lambda snapshot: overview.section(snapshot, overview.COMMUNICATION),
    "direction": lambda snapshot: overview.section(snapshot, overview.DIRECTION),
    "supervision": lambda snapshot: overview.section(snapshot, overview.SUPERVISION),
    "overview": overview.overview,
}


def told(snapshot: Snapshot, source: str, key: str) -> Told:
    """The paragraphs under the heading `key`; none where only the office writes."""
    if source in ("group", "tasks"):
        is_periodic = snapshot["report"]["kind"] == ReviewKind.PERIODIC
        write = group.brief if is_periodic else group.paragraphs
        return write(PlacedTopic.of(snapshot, key))
    return WRITERS[source](snapshot) if source else []
