"""Which names are the same, and which are so alike that a person should look."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.lib.legacy.syllables import is_syllable
from tracker.lib.text import compose, fold, search_forms

# So many more words one of two names may have at its end: "Phòng Tư pháp" and "… huyện"
MOST_MORE = 2
LEAST_WORDS = 3
# … or a level with its place: "Văn phòng Đảng ủy" and "… xã Hoa Sen"
LEVELS = frozenset({"xa", "phuong", "huyen", "quan", "tinh", "dac", "thi", "thanh"})
MOST_OF_PLACE = 5
# A list of 500 names is compared with each of the directory, which has as many
_MOST_NAMES = 8192


@lru_cache(_MOST_NAMES)
def exact(name: str) -> str:
    """The same for names that differ in capital letters and spaces only."""
    return " ".join(compose(name).split()).casefold()


@lru_cache(_MOST_NAMES)
def spelt(name: str) -> str:
    """The same for names that differ in accents and abbreviations too."""
    return (search_forms(name) or [""])[-1]


def is_alike(one: str, other: str) -> bool:
    """Whether two names may be meant for one body or person.

    A letter that differs between two syllables makes two names (xã Hải Bình, xã Hải Định); where
    one of them is no syllable, somebody slipped.
    """
    if spelt(one) == spelt(other):
        return True
    return _goes_on(spelt(one).split(), spelt(other).split()) or _slipped(one, other)


def user_names(full_name: str) -> Iterator[str]:
    """User names for a person, the plainest first: lan.tran, lan.tran2, …"""
    words = re.findall(r"[a-z0-9]+", fold(full_name))
    if not words:
        return
    base = ".".join(dict.fromkeys([words[-1], words[0]]))[:50]
    yield base
    for number in range(2, 1000):
        yield f"{base}{number}"


def codes(name: str) -> Iterator[str]:
    """Codes for a unit, the plainest first: phong-tu-phap, phong-tu-phap-2, …"""
    base = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:50].strip("-")
    if not base:
        return
    yield base
    for number in range(2, 1000):
        yield f"{base}-{number}"


def _goes_on(one: list[str], other: list[str]) -> bool:
    short, long = sorted((one, other), key=len)
    more = long[len(short) :]
    most = MOST_OF_PLACE if more and more[0] in LEVELS else MOST_MORE
    return len(short) >= LEAST_WORDS and len(more) <= most and long[: len(short)] == short


def _slipped(one: str, other: str) -> bool:
    """Whether one word differs by one letter, and is no syllable in one of the names."""
    words = [_words(name) for name in (one, other)]
    if len(words[0]) != len(words[1]):
        return False
    different = [pair for pair in zip(*words, strict=True) if fold(pair[0]) != fold(pair[1])]
    if len(different) != 1:
        return False
    (pair,) = different
    return _is_one_edit(*map(fold, pair)) and not all(map(is_syllable, pair))


@lru_cache(_MOST_NAMES)
def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", exact(name)))


def _is_one_edit(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    is_swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return is_swapped or short[at + 1 :] == long[at + 1 :]
