"""What changed between two sendings of an entry, word by word."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.indicators.indicator_writing import lines_in
from reporting.models import DeclaredState

FIELDS = {
    "state": "Mức độ thực hiện",
    "percent": "Tỷ lệ hoàn thành (%)",
    "result": "Kết quả thực hiện",
    "obstacle": "Khó khăn, vướng mắc",
    "recommendation": "Kiến nghị, đề xuất",
    "indicators": "Chỉ tiêu, số liệu",
    "evidence": "Minh chứng",
    "answers": "Tự đánh giá phương châm",
}
# What is chosen rather than written changes as a whole
WHOLE = ("state", "percent")
# So does a text that shares less than this with the one before
LEAST_IN_COMMON = 0.4
_KEPT = {True: "có", False: "chưa", None: "chưa đánh giá"}


@dataclass(frozen=True)
class Change:
    """One field that differs; `marked` shows what was taken out and what was put in."""

    label: str
    marked: SafeString


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """The fields in which two contents (see `filing.content_of`) differ."""
    changes = []
    for name, label in FIELDS.items():
        old, new = _words(name, before.get(name)), _words(name, after.get(name))
        if old != new:
            changes.append(Change(label, mark(old, new, by_word=name not in WHOLE)))
    return changes


def mark(old: str, new: str, *, by_word: bool = True) -> SafeString:
    """NEW with what is gone from OLD struck out and what is new in it marked; both escaped."""
    by_word = by_word and _is_reworded(old, new)
    old_parts, new_parts = (_split(text) if by_word else [text] for text in (old, new))
    matcher = difflib.SequenceMatcher(None, old_parts, new_parts, autojunk=False)
    pieces = []
    for step, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = "".join(old_parts[old_from:old_to]), "".join(new_parts[new_from:new_to])
        if step == "equal":
            pieces.append((SafeString(""), come, SafeString("")))
            continue
        if gone:
            pieces.append((SafeString("<del>"), gone, SafeString("</del>")))
        if come:
            pieces.append((SafeString("<ins>"), come, SafeString("</ins>")))
    return format_html("{}", format_html_join("", "{}{}{}", pieces))


def mark_both(one: str, other: str, *, by_word: bool = True) -> tuple[SafeString, SafeString]:
    """Both texts, escaped, with what the other one does not have marked in each."""
    parts = [_split(text) if by_word else [text] for text in (one, other)]
    matcher = difflib.SequenceMatcher(None, parts[0], parts[1], autojunk=False)
    marked: tuple[list[SafeString], list[SafeString]] = ([], [])
    for step, *ends in matcher.get_opcodes():
        for side, text_parts, pieces in zip((0, 2), parts, marked, strict=True):
            text = "".join(text_parts[ends[side] : ends[side + 1]])
            if text:
                pieces.append(format_html("{}" if step == "equal" else "<mark>{}</mark>", text))
    first, second = (SafeString("").join(pieces) for pieces in marked)
    return SafeString(first), SafeString(second)


def _is_reworded(old: str, new: str) -> bool:
    """Whether NEW is OLD with changes: what was written anew reads better one after the other."""
    words = difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    return not old or not new or words.ratio() >= LEAST_IN_COMMON


def _split(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _words(name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if name == "state":
        return str(DeclaredState(value).label)
    if name == "evidence":
        # The hash at the end tells files of one name apart; people need not read it whole.
        return "\n".join(re.sub(r"\b([0-9a-f]{8})[0-9a-f]{56}\b", r"\1", line) for line in value)
    if name == "indicators":
        return "\n".join(lines_in(value))
    if name == "answers":
        return "\n".join(f"{item}: {_KEPT[is_kept]}" for item, is_kept in sorted(value.items()))
    return str(value)
