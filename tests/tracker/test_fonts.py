"""The web fonts are small and contain every letter of Vietnamese office text."""

import os
from io import BytesIO
from unicodedata import normalize

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from tracker.lib import fonts

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING TILDE}",
         "\N{COMBINING HOOK ABOVE}", "\N{COMBINING DOT BELOW}")  # fmt: skip
OTHERS = "bcdđghklmnpqrstvx0123456789 .,;:!?()[]/%–—“”‘’…•·›≥≤₫"


def _letters():
    lower = {normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set(OTHERS)
    return lower | {letter.upper() for letter in lower}


@pytest.mark.parametrize("weight", fonts.SCREEN_WEIGHTS)
def test_a_web_font_contains_every_letter_and_is_small(weight, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    file = fonts.web_font(weight)

    font = TTFont(BytesIO(file.read_bytes()))

    assert {ord(letter) for letter in _letters()} - set(font.getBestCmap()) == set()
    assert file.stat().st_size < 20_000


def test_a_web_font_is_made_once_and_again_after_a_change_of_its_source(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    made = fonts.web_font("Regular")
    first = made.stat().st_mtime_ns

    again = fonts.web_font("Regular").stat().st_mtime_ns
    os.utime(made, (0, 0))
    anew = fonts.web_font("Regular").stat().st_mtime_ns

    assert again == first
    assert anew > first


def test_the_finder_finds_only_the_weights():
    assert finders.find("fonts/BeVietnamPro-Regular.woff2").endswith("/BeVietnamPro-Regular.woff2")
    assert finders.find("fonts/BeVietnamPro-Regular.ttf") is None
    assert finders.find("fonts/../tracker.sqlite3") is None
