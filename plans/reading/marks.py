"""The number or sign that a paragraph begins with, and how deep it stands."""

import re
from dataclasses import dataclass

from plans.reading.vocabulary import CAPITALS

_ROMAN = re.compile(r"(?P<mark>[IVX]{1,5})(?:\s?[.)/]\s?|\s?[-–]\s?|:\s)(?=[^\W\d_])")
_PART = re.compile(r"(?:PHẦN|Phần)(?: THỨ| thứ)? (?P<mark>\w+)\s?[.:-]?\s*(?=\S|$)")
_NAMED = re.compile(r"(?:NHIỆM VỤ|Nhiệm vụ)(?: THỨ| thứ)? (?P<mark>\d{1,2})\s?[.:]\s*(?=[^\W\d_])")
_CAPITAL = re.compile(r"(?P<mark>[A-H])(?:[.)/]\s?|\s?[-–]\s)(?=[^\W\d_]{2})")
_NUMBER = re.compile(r"(?P<mark>\d{1,2}(?:\.\d{1,2}){0,5})(?:\s?[.)/]\s*-?|\s?[-–])?\s*(?=\S)")
_LETTER = re.compile(r"(?P<mark>[a-zđ]\d?)\s?[.)/]\s?-?\s*(?=\S)")
_SIGN = re.compile(r"(?P<mark>[-–—•●▪■□➢✓❖◦·*+○o])\s*(?=\S)")
_ENUMERATED = re.compile(
    r"\d{1,2}[.)-]\s+\d{1,3}(?:,\d+)?%|"
    r"\d{1,2}(?:\.\d{1,2})+\s?[-–]\s*[^\W\d_]"
    rf"|\d{{1,2}}\s?[-–]\s+[{CAPITALS}]|"
    r"\d{1,2}(?:\.\d{1,2})*\s?[.)/]\s*-?\s*[^\W\d_“\"(]|\d{1,2}(?:\.\d{1,2})+\s"
)
_ORDINALS = {"nhất": "I", "hai": "II", "ba": "III", "tư": "IV", "bốn": "IV", "năm": "V"}
# Between parts and numbers is room for a heading without a mark, see `structure`
PART, HEADING, NUMBER, LETTER, SIGN = 1, 2, 3, 10, 12


@dataclass(frozen=True)
class ItemMark:
    """`text` is the mark as written; the paragraph's own words begin at `end`."""

    text: str
    level: int
    end: int

    @property
    def is_part(self) -> bool:
        return self.level <= PART


def mark_of(paragraph: str) -> ItemMark | None:
    """The mark of `paragraph`; None where it begins with words.

    >>> mark_of("1.2. Xây dựng kế hoạch").text, mark_of("15/11 là hạn cuối")
    ('1.2', None)
    """
    for pattern, level in ((_PART, -1), (_ROMAN, PART), (_CAPITAL, 0)):
        if (found := pattern.match(paragraph)) and _is_heading_like(paragraph, found):
            return ItemMark(_ORDINALS.get(found["mark"].lower(), found["mark"]), level, found.end())
    if found := _NAMED.match(paragraph):
        return ItemMark(found["mark"], NUMBER, found.end())
    if _ENUMERATED.match(paragraph) and (found := _NUMBER.match(paragraph)):
        return ItemMark(found["mark"], NUMBER + found["mark"].count("."), found.end())
    if found := _LETTER.match(paragraph):
        if found["mark"] == "o" and paragraph[1:2] not in ".)/":
            return None
        return ItemMark(found["mark"], LETTER, found.end())
    return _sign(paragraph)


def _is_heading_like(paragraph: str, found: re.Match[str]) -> bool:
    """Against a name such as "V.I. Lênin" or a list that goes on in letters."""
    rest = paragraph[found.end() : found.end() + 2]
    if found.re is _PART and not rest:
        return True
    return bool(rest) and rest[:1].isupper() and rest[1:2] != "."


def _sign(paragraph: str) -> ItemMark | None:
    found = _SIGN.match(paragraph)
    if not found or paragraph[found.end() - 1 : found.end() + 1] in ("--", "__", "**"):
        return None
    sign = found["mark"]
    if sign == "o" and paragraph[1:2] not in " \t":
        return None
    if sign == "o" and paragraph[2:3].islower():
        return None
    if re.match(r"[-–—*_=o.\s]{3,}$", paragraph):
        return None
    return ItemMark(sign, SIGN + (sign in "+◦○"), found.end())
