"""Differences between two contents of an entry, word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.entries.fields import ENTRY_FIELDS, LABELS, Kind
from reporting.indicators.saving import IndicatorContent, lines_in
from reporting.models import SelfAssessment, has_percent, state_words
from tracker.lib.word_diff import Edit, diff_words

# A field that is chosen rather than written changes as a whole
WHOLE = tuple(field.name for field in ENTRY_FIELDS if field.kind in (Kind.CHOICE, Kind.PERCENT))
# So does a text that shares less than this with the earlier one
LEAST_IN_COMMON = 0.4


@dataclass(frozen=True)
class FieldChange:
    """One field that differs; `marked` shows deletions and insertions."""

    label: str
    marked: SafeString


def changes_between(
    before: Mapping[str, object], after: Mapping[str, object], *, kind: str
) -> list[FieldChange]:
    """The fields in which two contents (see `content.content_of`) differ.

    `kind` is that of the task: a percentage that it has no more is not compared.
    """
    changes = []
    for name, label in LABELS.items():
        if name == "percent" and not has_percent(kind):
            continue
        old, new = _words(name, before.get(name), kind), _words(name, after.get(name), kind)
        if old != new:
            changes.append(FieldChange(label, mark(old, new, by_word=name not in WHOLE)))
    return changes


def mark(old: str, new: str, *, by_word: bool = True) -> SafeString:
    """The new text with deletions struck out and insertions marked; both escaped."""
    steps = _steps(old, new, by_word=by_word)
    if not _is_reworded(steps):
        steps = [Edit([old], [new])]
    pieces = []
    for step in steps:
        gone, come = "".join(step.old), "".join(step.new)
        if step.is_same:
            pieces.append((SafeString(""), come, SafeString("")))
            continue
        if gone:
            pieces.append((SafeString("<del>"), gone, SafeString("</del>")))
        if come:
            pieces.append((SafeString("<ins>"), come, SafeString("</ins>")))
    return format_html("{}", format_html_join("", "{}{}{}", pieces))


def mark_both(one: str, other: str, *, by_word: bool = True) -> tuple[SafeString, SafeString]:
    """Both texts, escaped, each with the words marked that the other lacks."""
    marked: tuple[list[SafeString], list[SafeString]] = ([], [])
    for step in _steps(one, other, by_word=by_word):
        for parts, pieces in zip((step.old, step.new), marked, strict=True):
            if parts:
                pieces.append(
                    format_html("{}" if step.is_same else "<mark>{}</mark>", "".join(parts))
                )
    first, second = ("".join(pieces) for pieces in marked)
    return SafeString(first), SafeString(second)


def _steps(old: str, new: str, *, by_word: bool) -> list[Edit]:
    return diff_words(_split(old), _split(new)) if by_word else [Edit([old], [new])]


def _is_reworded(steps: list[Edit]) -> bool:
    """Whether it is an edited text; a rewritten one reads better as old followed by new."""
    kept = sum(_num_words(step.new) for step in steps if step.is_same)
    return 2 * kept >= LEAST_IN_COMMON * sum(_num_words([*step.old, *step.new]) for step in steps)


def _num_words(parts: list[str]) -> int:
    return sum(not part.isspace() for part in parts)


def _split(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _words(name: str, value: object, kind: str) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if name == "state":
        return state_words(str(value), kind)
    return "\n".join(_LINES[name](value)) if name in _LINES else str(value)


def _evidence_lines(value: object) -> list[str]:
    # The hash at the end distinguishes files of one name; its beginning is enough for people
    lines = cast("list[str]", value)
    return [re.sub(r"\b([0-9a-f]{8})[0-9a-f]{56}\b", r"\1", line) for line in lines]


def _indicator_lines(value: object) -> list[str]:
    return lines_in(cast("list[IndicatorContent]", value))


def _answer_lines(value: object) -> list[str]:
    answers = cast("dict[str, bool | None]", value)
    return [
        f"{item}: {SelfAssessment.of(is_kept).label.lower()}"
        for item, is_kept in sorted(answers.items())
    ]


_LINES = {
    "evidence": _evidence_lines,
    "indicators": _indicator_lines,
    "answers": _answer_lines,
}
