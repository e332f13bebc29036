"""Short names of groups, from their headings."""

import re

from plans.reading.clauses import title_of

MAX_LABEL = 80
_BREAK = re.compile(r"\s*[,;:]\s|\s(?=(?:và|trong|của|về|đối với|theo|nhằm|để|gắn với)\s)")


def label_of(heading: str) -> str:
    """The first words of `heading` that fit, up to the end of a phrase."""
    text = title_of(heading)
    if text.isupper():
        text = text[:1] + text[1:].lower()
    if len(text) <= MAX_LABEL:
        return text
    ends = [found.start() for found in _BREAK.finditer(text) if 15 <= found.start() <= MAX_LABEL]
    if ends:
        return text[: ends[-1]].rstrip(" ,;:")
    return f"{text[: MAX_LABEL - 1].rpartition(' ')[0]}…"
