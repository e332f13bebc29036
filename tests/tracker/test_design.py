"""Colours are defined in one file, and every pair of them has enough contrast."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from reporting.papers.profiles import HD36
from reporting.papers.sheet import stylesheet

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
SCHEMES = ("light", "dark", "print")
STATUSES = ("overdue", "warn", "wait", "go", "idle", "done", "late")
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "ink-faint", "link", "accent")
      for ground in ("paper", "ground", "raised")),
    *((f"{status}-ink", f"{status}-paper") for status in STATUSES),
    *(("ink", f"heat-{step}") for step in range(6)),
    *(("overdue-ink", f"heat-{step}") for step in range(5)),
    *((f"{status}-ink", "raised") for status in STATUSES),
    ("ink", "gold-soft"),
    ("ink-faint", "gold-soft"),
]  # fmt: skip
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|:\s*(?:white|red|green)\b", re.I)
LARGEST_STYLESHEET = 40_000


def _tokens(scheme: str) -> dict[str, str]:
    light, rest = TOKENS.split("@media screen")
    dark, paper = rest.split("@media print")
    found = {}
    for part in (light, {"light": "", "dark": dark, "print": paper}[scheme]):
        found.update(re.findall(r"--([\w-]+): (#[0-9a-f]+);", part))
    return found


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_has_enough_contrast_with_its_background(scheme: str) -> None:
    tokens = _tokens(scheme)

    weak = {
        pair: round(_contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in PAIRS
        if _contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize(
    "sheet", sorted(path.name for path in CSS.glob("*.css") if path.name != "tokens.css")
)
def test_colours_are_written_in_the_tokens_only(sheet: str) -> None:

    lines = [line for line in (CSS / sheet).read_text().splitlines() if COLOUR.search(line)]

    assert lines == []


def test_a_stylesheet_uses_no_token_that_is_not_defined() -> None:
    styles = [*(path.read_text() for path in CSS.glob("*.css")), stylesheet(HD36)]
    defined = set(re.findall(r"(--[\w-]+):", "".join(styles)))

    used = {
        name
        for path in CSS.glob("*.css")
        for name in re.findall(r"var\((--[\w-]+)\)", path.read_text())
    }

    assert used - defined == set()


def test_the_stylesheet_of_every_page_stays_small() -> None:
    assert (CSS / "app.css").stat().st_size < LARGEST_STYLESHEET
