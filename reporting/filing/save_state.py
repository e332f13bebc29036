"""The small response to a save while typing: everything but the fields that are typed in."""

from collections.abc import Sequence

from reporting.entries.fields import TEXT_NAMES
from reporting.filing.forms import EntryForm
from reporting.filing.gaps import gaps_now
from reporting.filing.merging import Collision, Field, base_of
from reporting.filing.progress import mark_of, progress_of
from reporting.filing.sections import SectionInput, old_texts_in
from reporting.indicators.lines import Line, lines_of
from reporting.indicators.plausibility import percent_doubt
from reporting.models import ProgressEntry, has_percent
from tracker.lib.refusal import Refused


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
    gaps = gaps_now(entry, lines)
    previous = ProgressEntry.objects.previous_of(entry) if _asks_percent(entry) else None
    return _both(entry, form, lines) | {
        "input": SectionInput(values={"version": entry.version, "base": base_of(entry)}),
        "taken": taken,
        "is_saved": True,
        "gaps": gaps,
        "mark": mark_of(entry, is_advised=bool(gaps.advised)),
        "progress": progress_of(entry.submission),
        "submission": entry.submission,
        "oob": True,
        "percent_doubt": percent_doubt(
            entry.shown_percent, previous.shown_percent if previous else None
        ),
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
