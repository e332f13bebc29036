"""The small response to a save while typing: everything but the fields that are typed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import CommitmentItem
from reporting.entries.fields import TEXT_NAMES
from reporting.filing.forms import EntryForm
from reporting.filing.gaps import gaps_of
from reporting.filing.merging import Collision, Field, base_of
from reporting.filing.progress import mark_of, progress_of
from reporting.filing.sections import SectionInput, old_texts_in
from reporting.indicators.lines import Line, lines_of
from reporting.indicators.plausibility import percent_doubt
from reporting.models import (
    ChecklistAnswer,
    Evidence,
    IndicatorValue,
    ProgressEntry,
    has_percent,
)
from tracker.lib import gathering, statements
from tracker.lib.gathering import ObjectsOf, ValuesOf
from tracker.lib.refusal import Refused

PARTS: gathering.Parts = {
    "answers": ObjectsOf(ChecklistAnswer),
    "indicator_values": ObjectsOf(IndicatorValue),
    "items": ValuesOf(("id",)),
    "evidence": ValuesOf(("entry_id",)),
    "previous": ValuesOf(("percent",)),
}


def save_state(
    entry: ProgressEntry, form: EntryForm, refusal: Refused | None, taken: Sequence[Field]
) -> dict[str, object]:
    """The context of the response, by the outcome of the save."""
    if form.errors or refusal:
        return _refused(entry, form, refusal)
    return _saved(entry, form, taken)


def _refused(entry: ProgressEntry, form: EntryForm, refusal: Refused | None) -> dict[str, object]:
    lines = lines_of([entry]).get(entry.pk, ())
    return _both(entry, form, lines) | {
        "input": SectionInput(
            values={name: form.data.get(name, "") for name in ("version", "base")},
            errors=form.errors,
            wrong=form.wrong(),
            collision=refusal if isinstance(refusal, Collision) else None,
        ),
        "taken": [],
        "refusal": refusal,
        "is_saved": False,
    }


def _saved(entry: ProgressEntry, form: EntryForm, taken: Sequence[Field]) -> dict[str, object]:
    lines = lines_of([entry], with_ranges=True).get(entry.pk, ())
    stored = _stored(entry)
    gaps = gaps_of(
        entry, lines, num_unanswered=stored.num_unanswered, has_evidence=stored.has_evidence
    )
    return _both(entry, form, lines) | {
        "input": SectionInput(values={"version": entry.version, "base": base_of(entry)}),
        "taken": taken,
        "is_saved": True,
        "gaps": gaps,
        "mark": mark_of(entry, is_advised=bool(gaps.advised)),
        "progress": progress_of(entry.submission),
        "submission": entry.submission,
        "oob": True,
        "percent_doubt": percent_doubt(entry.shown_percent, stored.previous_percent),
    }


@dataclass(frozen=True)
class _BesideSave:
    """What the answer needs to know of the rows beside an entry."""

    num_unanswered: int
    has_evidence: bool
    previous_percent: int | None


def _stored(entry: ProgressEntry) -> _BesideSave:
    """One query, which sets the answers and numbers on the entry, too."""
    given = entry.pk, entry.assignment.task_id
    found = gathering.read("beside a save", PARTS, _queries, given=given)
    for name in ("answers", "indicator_values"):
        gathering.set_prefetched([entry], name, found[name])
    answered = {row.item_id for row in found["answers"] if row.is_kept is not None}
    percents = [percent for (percent,) in found["previous"] if _asks_percent(entry)]
    return _BesideSave(
        num_unanswered=len({pk for (pk,) in found["items"]} - answered),
        has_evidence=bool(found["evidence"]),
        previous_percent=percents[0] if percents else None,
    )


def _queries() -> dict[str, statements.Query]:
    entry, task = statements.MARKS[:2]
    known = ProgressEntry.objects.filter(pk=entry).with_previous_pk()
    before = known.values("previous_pk")  # type: ignore[misc]
    return {
        "answers": ChecklistAnswer.objects.filter(entry=entry),
        "indicator_values": IndicatorValue.objects.filter(entry=entry),
        "items": CommitmentItem.objects.filter(commitment__task=task),
        "evidence": Evidence.objects.filter(entry=entry).distinct(),
        "previous": ProgressEntry.objects.filter(pk__in=before),
    }


def _both(entry: ProgressEntry, form: EntryForm, lines: Sequence[Line]) -> dict[str, object]:
    return {
        "entry": entry,
        "errors": form.errors,
        "old_texts": old_texts_in(form.data),
        "text_errors": [(name, form.errors.get(name, ())) for name in TEXT_NAMES],
        "oob_error": True,
        "asks_percent": _asks_percent(entry),
        "lines": [line.with_errors(form.errors) for line in lines],
        "unasked": form.unasked(),
    }


def _asks_percent(entry: ProgressEntry) -> bool:
    return has_percent(entry.assignment.task.kind)
