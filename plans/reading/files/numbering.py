"""Numbers of Word's automatic lists, which the text of a paragraph does not have."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Self
from xml.etree.ElementTree import Element

from tracker.lib.pasted import tidy_characters

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_MAX_LEVEL = 8
_ROMAN = (
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V")),
    *((4, "IV"), (1, "I")),
)


@dataclass(frozen=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document and how far each has come."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls, root: Element | None, styles: Element | None) -> Self:
        found = cls()
        if root is None:
            return found
        kinds = {
            _attribute(kind, "abstractNumId"): _levels(kind)
            for kind in root.findall(f"{_W}abstractNum")
        }
        for num in root.findall(f"{_W}num"):
            kind = _value(num.find(f"{_W}abstractNumId"))
            found.levels[_attribute(num, "numId")] = kinds.get(kind, {})
        for style in styles.findall(f"{_W}style") if styles is not None else ():
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None:
                found.styles[_attribute(style, "styleId")] = _place(properties)
        return found

    def next_mark(self, paragraph: Element) -> str:
        """The number or the sign that Word shows before `paragraph`; empty if none."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is not None:
            num, level = _place(properties)
        else:
            num, level = self.styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")), ("", 0))
        levels = self.levels.get(num, {})
        if level not in levels:
            return ""
        counts = self.counts[num]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._mark(levels, counts, level)

    def _mark(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        own = levels[level]
        if own.form in ("none", ""):
            return ""
        if own.form == "bullet":
            sign = tidy_characters(own.text).text.strip()
            return sign if sign in ("+", "*", "•", "–", "-") else "-"

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            each = levels.get(place, _Level())
            return _written(counts.get(place, each.start), each.form)

        return _PLACE.sub(number, own.text).strip()


def _levels(kind: Element) -> dict[int, _Level]:
    return {
        _whole(_attribute(level, "ilvl"), 0): _Level(
            form=_value(level.find(f"{_W}numFmt")) or "decimal",
            text=_value(level.find(f"{_W}lvlText"))[:20],
            start=_whole(_value(level.find(f"{_W}start")), 1),
        )
        for level in kind.findall(f"{_W}lvl")
    }


def _place(properties: Element) -> tuple[str, int]:
    """The list and the level of `numPr`."""
    level = _whole(_value(properties.find(f"{_W}ilvl")), 0)
    return _value(properties.find(f"{_W}numId")), min(level, _MAX_LEVEL)


def _value(element: Element | None) -> str:
    return "" if element is None else _attribute(element, "val")


def _attribute(element: Element, name: str) -> str:
    return element.get(f"{_W}{name}", "")


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def _written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[number - 1]
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * min(times, 9)
    return written
