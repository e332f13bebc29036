"""Text in an encoding older than Unicode: found line by line, and converted when asked.

A word counts if it is no Vietnamese syllable as it stands but one in that encoding. So Vietnamese
in Unicode, other languages, numbers and signs such as "m²", "30 °C" or "café" raise nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.lib.legacy.syllables import is_syllable
from tracker.lib.legacy.tables import CP1258, DECODE, TCVN3, VNI

__all__ = [
    "CP1258",
    "TCVN3",
    "VNI",
    "Legacy",
    "converted_if_asked",
    "decoded",
    "found_in",
    "of_font",
]

NAMES = {TCVN3: "TCVN3 (ABC)", VNI: "VNI", CP1258: "Windows-1258"}
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_LATIN = re.compile(r"[\u00a1-\u00ff]")
# Letters of Vietnamese that Latin-1 lacks: their words are Unicode for certain. A word is tried
# at its beginning only: from each of its signs a long one would take quadratic time
_UNICODE_WORD = re.compile(
    r"(?<![\w\u00a1-\u00ff])[\w\u00a1-\u00ff]*[\u0102-\u01b0\u1ea0-\u1ef9][\w\u00a1-\u00ff]*"
)
# Signs with another use between letters, as in "a×b", "µm" or "Word®"
_WEAK = frozenset("×÷¬\u00adµ·®©ª«»¼½¾§¶")
_ENOUGH = 0.6
# The button that converts a field has this name, and the field's name as its value
BUTTON = "to-unicode"


@dataclass(frozen=True)
class Legacy:
    """Text found in an old encoding: `name` of the encoding, `text` converted to Unicode."""

    name: str
    text: str

    @property
    def excerpt(self) -> str:
        """The beginning, to let a person compare."""
        line = " ".join(self.text.split())
        return line if len(line) <= 80 else f"{line[:80].rstrip()}…"


def found_in(text: str) -> Legacy | None:
    """The encoding of `text` and its conversion; None if it is Unicode, as nearly always."""
    if not _LATIN.search(text):
        return None
    names: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        encoding = _encoding_of(line)
        if encoding:
            names.append(NAMES[encoding])
        lines.append(_convert(line, encoding) if encoding else line)
    if not names:
        return None
    return Legacy(name=max(names, key=names.count), text="\n".join(lines))


def converted_if_asked(typed: Mapping[str, str], name: str) -> str:
    """The field `name` of a form as typed, or in Unicode where its button was pressed."""
    text = typed.get(name, "")
    found = found_in(text) if typed.get(BUTTON) == name else None
    return text if found is None else found.text


def decoded(text: str, encoding: str) -> str:
    """`text` read as if all of it were in `encoding`."""
    return _WORD.sub(lambda found: DECODE[encoding](found.group()), text)


def of_font(name: str) -> str:
    """The encoding of the fonts of that name; empty for the others.

    >>> of_font(".VnTimeH"), of_font("VNI-Times"), of_font("Times New Roman")
    ('TCVN3', 'VNI', '')
    """
    lower = name.lower().lstrip("'\" ")
    if lower.startswith(".vn"):
        return TCVN3
    return VNI if lower.startswith(("vni-", "vni ")) else ""


def _encoding_of(line: str) -> str:
    """The encoding in which most of the accented words of `line` become syllables."""
    words = [word for word in _latin_words(line) if _LATIN.search(word)]
    num_mended = {encoding: _num_mended(words, encoding) for encoding in DECODE}
    best = max(num_mended, key=lambda encoding: num_mended[encoding])
    is_found = num_mended[best] and num_mended[best] >= _ENOUGH * len(words)
    return best if is_found else ""


def _num_mended(words: list[str], encoding: str) -> int:
    """How many of `words` are a syllable in `encoding` only; 0 where it may be chance."""
    broken = [word for word in words if len(word) > 1 and not is_syllable(word)]
    decode = DECODE[encoding]
    mended = [word for word in broken if (read := decode(word)) != word and is_syllable(read)]
    is_weak = all(_WEAK.issuperset(_LATIN.findall(word)) for word in mended)
    needed = 2 if encoding == CP1258 or is_weak else 1
    return len(mended) if len(mended) >= needed else 0


def _latin_words(line: str) -> list[str]:
    return _WORD.findall(_UNICODE_WORD.sub(" ", line))


def _convert(line: str, encoding: str) -> str:
    """`line` in Unicode; between words that are Unicode already, stretches of syllables stay."""
    pieces, at = [], 0
    for kept in _UNICODE_WORD.finditer(line):
        pieces += [_converted_stretch(line[at : kept.start()], encoding), kept.group()]
        at = kept.end()
    return "".join([*pieces, _converted_stretch(line[at:], encoding)])


def _converted_stretch(stretch: str, encoding: str) -> str:
    words = [word for word in _WORD.findall(stretch) if _LATIN.search(word)]
    if all(is_syllable(word) for word in words):
        return stretch
    return decoded(stretch, encoding)
