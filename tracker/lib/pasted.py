"""Text pasted from Word: characters that only Word's fonts know, and invisible ones.

Bullets of Symbol and Wingdings lie in the private-use area of Unicode: without those fonts they are
blank on screen and spoil the text of a PDF. Characters that change the direction of writing turn
the words after them around.
"""

import re
from typing import NamedTuple

# Symbol and Wingdings, by what they look like
_SIGNS = {
    "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf076": "•", "\uf06c": "•", "\uf06e": "•",
    "\uf077": "•", "\uf0d9": "•", "\uf0da": "•", "\uf0db": "•", "\uf0dc": "•", "\uf02a": "•",
    "\uf02d": "–", "\uf0be": "–", "\uf0fc": "✓", "\uf0fe": "☑", "\uf0fd": "☒", "\uf0fb": "✗",
    "\uf0a8": "□", "\uf06f": "□", "\uf071": "□", "\uf072": "□", "\uf0e0": "→", "\uf0e8": "→",
    "\uf0f0": "→", "\uf0ae": "→", "\uf0df": "←", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥",
    "\uf0a3": "≤", "\uf0b4": "×", "\uf0b9": "≠", "\uf0bb": "≈", "\uf0a5": "∞", "\uf0d6": "√",
    "\uf0e5": "∑", "\uf044": "Δ", "\uf061": "α", "\uf062": "β", "\uf06d": "µ",
}  # fmt: skip
_REPLACED = {**_SIGNS, "\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n"}
# Ligatures, of which print fonts and searches know little
_REPLACED |= {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_UNSEEN = "\u200b\u200c\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc"
_CONTROLS = "\u0000-\u0008\u000e-\u001f\u007f-\u009f"
_STRANGE = re.compile(f"[{''.join(_REPLACED)}{_PRIVATE}{_UNSEEN}{_CONTROLS}]")
_LINE_START = re.compile(rf"^([ \t]*)[{_PRIVATE}]", re.MULTILINE)


# Word puts a tab between the sign or number of a list and its text
_TAB_OF_LIST = re.compile(
    r"^([ \t]*(?:[•–✓☑☒□→·▪●○◦➢§*+-]|\d{1,2}[.)]|[a-zđ][.)]))\t[ \t]*", re.MULTILINE
)
# Wingdings and Symbol as letters: Word puts them so where it loses the font
_LETTERS = {"Ø": "➢", "ü": "✓", "v": "❖", "q": "□", "§": "▪", "·": "•", "o": "◦"}
_LETTER_OF_LIST = re.compile(
    rf"^([ \t]*)([{''.join(_LETTERS)}])\t[ \t]*(?=[^\t\n]*$)", re.MULTILINE
)


class Tidied(NamedTuple):
    """Text without strange characters, and how many were replaced and dropped."""

    text: str
    num_replaced: int = 0
    num_dropped: int = 0


def tidy(text: str) -> Tidied:
    """Replace signs of Word's fonts by common ones and drop characters that nobody sees.

    An unknown sign at the beginning of a line is taken for a bullet, and so is a letter that Word's
    fonts show as one; a tab after a bullet becomes a space, so that tabs only separate columns.
    Soft hyphens stay, because they are letters in one of the old encodings.
    """
    known = _LINE_START.sub(_bullet, text)
    plain = tidy_characters(known)
    listed, num_letters = _LETTER_OF_LIST.subn(_sign, plain.text)
    return plain._replace(
        text=_TAB_OF_LIST.sub(r"\1 ", listed), num_replaced=plain.num_replaced + num_letters
    )


def is_strange(letter: str) -> bool:
    """Whether `tidy` replaces or drops the character wherever it stands."""
    return bool(_STRANGE.match(letter))


def tidy_characters(text: str) -> Tidied:
    """The same without an eye for lines: an unknown sign is dropped, tabs stay."""
    if not _STRANGE.search(text):
        return Tidied(text)
    num_replaced = num_dropped = 0

    def common(found: re.Match[str]) -> str:
        nonlocal num_replaced, num_dropped
        sign = _REPLACED.get(found.group(), "")
        num_replaced += bool(sign)
        num_dropped += not sign
        return sign

    plain = _STRANGE.sub(common, text)
    return Tidied(plain, num_replaced, num_dropped)


def _bullet(found: re.Match[str]) -> str:
    return found[0] if found[0][-1] in _SIGNS else f"{found[1]}\uf0b7"


def _sign(found: re.Match[str]) -> str:
    return f"{found[1]}{_LETTERS[found[2]]} "


def in_words(num_replaced: int, num_dropped: int) -> str:
    """What was changed, for the person who pasted it; empty if nothing was."""
    done = []
    if num_replaced:
        done.append(f"đã thay {num_replaced} ký tự riêng của Word bằng ký tự thường (•, –, ✓ …)")
    if num_dropped:
        done.append(f"đã bỏ {num_dropped} ký tự vô hình hoặc đảo chiều chữ")
    if not done:
        return ""
    sentence = " và ".join(done)
    return f"{sentence[0].upper()}{sentence[1:]} trong nội dung vừa dán."
