"""The order of Vietnamese names: a ă â b c d đ e ê …; tones count within a syllable.

No database at hand sorts so by itself, and each sorts in its own way. A column keeps a key of
digits, which every database sorts alike, so that lists are sorted and paged in SQL.
"""

import re
import unicodedata
from typing import Any

from django.db import models

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Each letter by two digits, after digits
_CODES = {letter: str(number) for number, letter in enumerate(LETTERS, 30)}
_CODES |= {digit: str(number) for number, digit in enumerate("0123456789", 15)}
_END = "00"
_WORDS = re.compile(r"[^\W_]+")
# In the order of dictionaries: grave, hook, tilde, acute, dot below
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ALIKE = str.maketrans("ðÐ", "đĐ")


def sort_key(text: str) -> str:
    """Digits that sort as dictionaries sort `text`; case and punctuation do not count.

    >>> sorted(["Đặng", "Dương", "Ăn", "An", "Ân"], key=sort_key)
    ['An', 'Ăn', 'Ân', 'Dương', 'Đặng']
    """
    words = _WORDS.findall(unicodedata.normalize("NFC", text).translate(_ALIKE).lower())
    return "".join(map(_key_of, words))


def _key_of(word: str) -> str:
    """The letters of a syllable, then their tones: "hoa mai" stands before "hòa"."""
    parts = [_parted(letter) for letter in word]
    known = [(_CODES[letter], tone) for letter, tone in parts if letter in _CODES]
    codes, tones = "".join(code for code, _ in known), "".join(tone for _, tone in known)
    return f"{codes}{_END}{tones}"


def _parted(letter: str) -> tuple[str, str]:
    """The letter of the alphabet, and its tone as a digit."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    plain = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", plain), tone


class SortKeyField(models.TextField):  # type: ignore[type-arg]
    """The key of another field, written with each save of the row."""

    def __init__(self, source: str, **options: Any) -> None:
        self.source = source
        super().__init__(**{"editable": False, "blank": True, "default": "", **options})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, options = super().deconstruct()
        return name, path, [self.source], options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = sort_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key
