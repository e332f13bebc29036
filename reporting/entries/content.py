"""The content of an entry: as kept with each sending, and whether there is any."""

from reporting.entries.fields import TEXT_NAMES, OwnContent, own_content_of
from reporting.indicators import saving as indicator_saving
from reporting.indicators.saving import IndicatorContent
from reporting.models import ProgressEntry


class EntryContent(OwnContent):
    """The whole content, in JSON; answers by the name of the component."""

    evidence: list[str]
    indicators: list[IndicatorContent]
    answers: dict[str, bool | None]


def content_of(entry: ProgressEntry) -> EntryContent:
    """The content as it is kept with each sending."""
    return {
        **own_content_of(entry),
        "evidence": sorted(row.in_words for row in entry.evidence.all()),
        "indicators": indicator_saving.content_of(entry),
        "answers": {str(row.item): row.is_kept for row in entry.answers.all()},
    }


def holds_something(entry: ProgressEntry) -> bool:
    """Whether the entry has content that a bulk answer would overwrite or contradict."""
    texts = (getattr(entry, name) for name in TEXT_NAMES)
    if entry.shown_percent is not None or any(text.strip() for text in texts):
        return True
    return bool(entry.indicator_values.all())
