"""Characters that the fonts of a paper lack, replaced by some they have.

Which other fonts a server has is unknown, so a paper must not depend on them: a character in
neither the print font nor that of signs would be blank, or an empty box.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

from tracker.lib import pasted
from tracker.lib.fonts import print_font_files, sign_font_file

# Signs that mean the same; the first one that a font of the paper has stands for all after it
_ALIKE = (
    "✓✔🗸✅",
    "☑🗹",
    "☐□❑❒⬜◻▢",
    "□☐",
    "■◼⬛▪",
    "▪■",
    "▫□☐",
    "●⚫⬤🔴🔵🟢🟡🟠•",
    "○◯⚪◦·",
    "◦○·",
    "►▶➢➤‣▸⮞🢂>",
    "◄◀⮜<",
    "▶►>",
    "→➔➜➙➝➞➨⇒⟶🡒⮕➡➠-",
    "←⇐⟵⬅-",
    "↑⇑⬆",
    "↓⇓⬇",
    "↔⇔⟷",
    "◆❖◊♦",
    "◇◊",
    "*★☆✦✧✱✲✳⁎∗⭐",
    "×✗✘❌✖✕❎⨯",
    "-‑‐⁃",
    "−–",
    "·∙•⋅",
    "!❗❕",
    "?❓❔",
    "”‟",
    "≈≅",
    "Δ∆",
    "µμ",
    "Ω\u2126",
)
_SPELT = {"☒": "[×]", "⚠": "(!)", "☎": "ĐT", "📞": "ĐT", "✉": "Thư", "📧": "Thư"}
_IGNORED = "\u200d\ufe0e\ufe0f\u00ad"
# Printed by no font: line ends, tabs, the blanks of templates
_BLANK = frozenset("\n\r\t ")
# A hard blank keeps "15 km" together; between all words, as web pages have it, no line could end
_HARD = "\u00a0"
_GLUED = re.compile(r"[^ \n\r\t<>\"']{40,}")


def printable(text: str) -> str:
    """`text`, which may be a page, in characters that the fonts of a paper have.

    What has no equivalent is named by its number in brackets, so that a draft shows where it
    stands and nothing is lost.
    """
    if _HARD in text:
        text = _GLUED.sub(lambda found: found.group().replace(_HARD, " "), text)
    if not set(text) - _printed() - _BLANK:
        return text
    tidied = pasted.tidy_characters(text).text
    for letter in set(tidied) - _printed() - _BLANK:
        tidied = tidied.replace(letter, _instead_of(letter))
    return tidied


def _instead_of(letter: str) -> str:
    if letter in _IGNORED:
        return ""
    found = next(filter(None, (way(letter) for way in (_alike, _spelt, _circled, _plain))), "")
    return found or f"[U+{ord(letter):04X}]"


def _alike(letter: str) -> str:
    return next((one for row in _ALIKE if letter in row for one in row if one in _printed()), "")


def _spelt(letter: str) -> str:
    return _SPELT.get(letter, "")


def _circled(letter: str) -> str:
    """The number or letter in a circle, in brackets."""
    name = unicodedata.name(letter, "")
    if "CIRCLED" not in name:
        return ""
    number = unicodedata.digit(letter, None) or unicodedata.numeric(letter, None)
    inside = str(int(number)) if number is not None else _plain(letter)
    return f"({inside})" if inside else ""


def _plain(letter: str) -> str:
    """Wide, raised, joined and mathematical letters as common ones."""
    common = unicodedata.normalize("NFKC", letter)
    if common == letter or not set(common) <= _printed() | _BLANK:
        return ""
    # Markup must stay markup: a wide "<" may not become one
    return "" if set(common) & set("<>&\"'") else common


@functools.cache
def _printed() -> frozenset[str]:
    """What is printed as it is: in every style of the print font, or in the font of signs."""
    styles = [_characters(file) for file in dict.fromkeys(print_font_files().values())]
    covered = frozenset.intersection(*styles) | _characters(sign_font_file())
    return frozenset(
        letter for letter in covered if _is_seen(letter) and not pasted.is_strange(letter)
    )


def _is_seen(letter: str) -> bool:
    return letter not in _IGNORED and unicodedata.category(letter)[0] != "C"


def _characters(file: Path) -> frozenset[str]:
    with TTFont(file, lazy=True) as font:
        codes: Iterable[int] = font.getBestCmap()
        return frozenset(map(chr, codes))
