"""Obstacles and recommendations of units beside the paper, and which of them stand in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from reporting.models import OWN, Review, ReviewKind
from reporting.papers.blocks import Run, Runs
from reporting.reviews import skeleton
from reporting.reviews.editing.applying import BlockEdit
from reporting.reviews.page import Feedback, feedback_of
from reporting.reviews.schema import Snapshot
from tracker.lib.text import fold

# The sections that usually take them up, by the key of their heading
SECTIONS = ("IV.2", "IV.3.a", "IV.3.b", "III", "2.I", "2.II", "2.II.1", "2.II.2", "2.II.3")
MOST_NAMES = 3
# Where feedback of a kind usually goes, first what is before the others
_USUAL = {"obstacle": ("IV.2",), "recommendation": ("2.II.2", "2.II", "2.II.1", "2.II.3")}
NAMES = {"obstacle": "Khó khăn, vướng mắc", "recommendation": "Kiến nghị, đề xuất"}
_OTHER = dict(zip(NAMES, reversed(NAMES), strict=True))


@dataclass(frozen=True)
class FeedbackOffer:
    """What units wrote in the field `name`; `is_taken` where the paper quotes it.

    `section` is the one that usually takes it up.
    """

    name: str
    feedback: Feedback
    is_taken: bool
    section: str

    @property
    def kind(self) -> str:
        return NAMES[self.name]


def offers(
    review: Review, edits: Iterable[BlockEdit], *, search: str = "", kind: str = ""
) -> list[FeedbackOffer]:
    """The feedback of units with the words of `search` in it, what is not yet taken first.

    `kind` is one of `NAMES`, or empty for both.
    """
    quoted = _quoted(edits)
    given = {name: feedback_of(review, name) for name in NAMES}
    words = {name: {_words(one) for one in found} for name, found in given.items()}
    places = _usual_sections(review)
    found = [
        FeedbackOffer(name, one, _is_taken(one, quoted, words[_OTHER[name]]), places[name])
        for name in NAMES
        if kind in ("", name)
        for one in given[name]
        if fold(search) in fold(_searched(one))
    ]
    return sorted(found, key=lambda offer: offer.is_taken)


def filter_of(given: QueryDict) -> dict[str, str]:
    """Which feedback is shown: words, and a kind that there is."""
    kind = given.get("kind", "")
    return {"search": given.get("q", ""), "kind": kind if kind in NAMES else ""}


def filter_query(given: QueryDict) -> str:
    """What `filter_of` reads, for an address."""
    chosen = filter_of(given)
    query = {"q": chosen["search"], "kind": chosen["kind"]}
    words = urlencode({name: value for name, value in query.items() if value})
    return f"?{words}" if words else ""


def _quoted(edits: Iterable[BlockEdit]) -> Mapping[str, set[str]]:
    """The words that the paper quotes, by their source."""
    quoted: dict[str, set[str]] = defaultdict(set)
    for run in (run for edit in edits if not edit.is_hidden for run in edit.runs or ()):
        quoted[run.source].add(run.text)
    return quoted


def _usual_sections(review: Review) -> dict[str, str]:
    known = [key for key, _ in sections(review.snapshot)] if review.snapshot else []
    return {
        name: next((key for key in usual if key in known), known[0] if known else "")
        for name, usual in _USUAL.items()
    }


def section_groups(snapshot: Snapshot) -> list[tuple[str, list[tuple[str, str]]]]:
    """`sections` by the part of the paper that their labels begin with; "" without parts."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, label in sections(snapshot):
        part, _, rest = label.partition(" · ")
        has_part = part.startswith("Phần ") and bool(rest)
        groups.setdefault(part if has_part else "", []).append((key, rest if has_part else label))
    return list(groups.items())


def sections(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The sections of this paper that may take feedback, with their labels."""
    labels = skeleton.labels(snapshot)
    written = [heading.key for heading in skeleton.written(snapshot)]
    # A periodic report has one section on what is behind, where others tell of indicators
    is_brief = snapshot["report"]["kind"] == ReviewKind.PERIODIC
    known = [key for key in SECTIONS if is_brief or key != "III"]
    return [(key, labels[key]) for key in written if key in known or key.startswith(OWN)]


def quote(feedback: Feedback) -> Runs:
    """The words of units as a sentence of the paper, with their source."""
    units = list(dict.fromkeys(one.unit_name for one in feedback.said_by))
    by = ", ".join(units) if len(units) <= MOST_NAMES else f"{len(units)} đơn vị"
    source = f"entry:{feedback.said_by[0].entry}"
    return (Run(_words(feedback), source=source), Run(f" ({by})."))


def _words(feedback: Feedback) -> str:
    return " ".join(feedback.text.split()).rstrip(".")


def _searched(feedback: Feedback) -> str:
    said = (f"{one.unit_name} {one.task}" for one in feedback.said_by)
    return " ".join([feedback.text, *said])


def _is_taken(feedback: Feedback, quoted: Mapping[str, set[str]], others: set[str]) -> bool:
    """Whether one of its entries is quoted, and not only with what stands in its other field."""
    return any(quoted.get(f"entry:{one.entry}", set()) - others for one in feedback.said_by)
