"""Words in a field without looks and as runs."""

import pytest

from reporting.papers.blocks import Run
from reporting.reviews.editing.words import from_text, items_of, to_text

FIGURES = {"figures.done": "5"}


@pytest.mark.parametrize(
    "runs",
    [
        (Run("Đã xong "), Run("5", figure="figures.done"), Run(" việc.")),
        (Run("Theo "), Run("Đã ban hành {quy|chế}.", source="entry:17")),
        (Run("rất ", is_bold=True), Run("nghiêng", is_italic=True), Run(" thường")),
        (Run("5", is_bold=True, is_italic=True, figure="figures.done"),),
        (Run(r"C:\thư mục, a_b, 2*3, **đậm**, __kẻ__ {1|figures.done}"),),
        (Run("Một\nHai\tBa"),),
    ],
)
def test_what_is_typed_becomes_the_same_runs(runs):
    assert from_text(to_text(runs), FIGURES) == runs


def test_nobody_types_another_number_into_a_figure():
    assert from_text("{99|figures.done}", FIGURES) == (Run("5", figure="figures.done"),)


def test_a_figure_of_an_unknown_place_is_words():
    assert from_text("{99|figures.forged}", FIGURES) == (Run("99"),)


@pytest.mark.parametrize("text", ["{", "a } b {c", "2 * 3 _ 4", "{1|}", "\\"])
def test_other_signs_are_words(text):
    assert from_text(text, FIGURES) == (Run(text),)


def test_marks_that_a_database_cannot_hold_are_dropped():
    assert from_text(" a\x00\r\nb ", FIGURES) == (Run("a\nb"),)


def test_items_are_lines_with_words():
    assert items_of((Run("a\n"), Run("b", is_bold=True), Run(" c\n \n"))) == (
        (Run("a"),),
        (Run("b", is_bold=True), Run(" c")),
    )
