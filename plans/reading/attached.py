"""The plan that a decision issues with itself, which stands below the decision's foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.reading.findings import HeadFound
from plans.reading.foot import FootSpan, read_foot
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.vocabulary import MOST_OF_TITLE, is_issued_with, kind_in_title


@dataclass(frozen=True)
class AttachedSpan:
    """Indexes of paragraphs: the title, the first after it, and the foot of the plan itself."""

    title: int
    end: int
    foot: FootSpan


def attached_in(paragraphs: Sequence[MendedParagraph], after: int) -> AttachedSpan | None:
    """The plan that begins from `after` on; None where the document is a plan itself."""
    for at in range(after, len(paragraphs)):
        if paragraphs[at].rows or not kind_in_title(paragraphs[at].text)[0]:
            continue
        for below in range(at + 1, min(at + 1 + MOST_OF_TITLE, len(paragraphs))):
            if is_issued_with([paragraphs[below].text]):
                foot = read_foot(paragraphs, below + 1, HeadFound())
                return AttachedSpan(at, below + 1, foot)
    return None
