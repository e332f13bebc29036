"""The content of an entry: as kept with each sending, and whether there is any."""

from typing import Any

from reporting.entries.fields import TEXT_NAMES, own_content_of
from reporting.indicators import saving as indicator_saving
from reporting.models import ProgressEntry


def content_of(entry: ProgressEntry) -> dict[str, Any]:
    """What the unit says in ENTRY, as it is kept with each sending, evidence and checklist too."""
    return {
        **own_content_of(entry),
        "evidence": sorted(row.in_words for row in entry.evidence.all()),
        "indicators": indicator_saving.content_of(entry),
        "answers": {str(row.item): row.is_kept for row in entry.answers.all()},
    }


def holds_something(entry: ProgressEntry) -> bool:
    """Whether somebody typed into ENTRY what a bulk answer would overwrite or contradict."""
    texts = (getattr(entry, name) for name in TEXT_NAMES)
    if entry.percent is not None or any(text.strip() for text in texts):
        return True
    return bool(entry.indicator_values.all())
