"""Sentences are put together from words, figures and other runs."""

import pytest

from reporting.papers.blocks import Run, plain, text_of
from reporting.papers.drawing import draw_runs
from reporting.papers.sentences import joined, listed, on_lines, sentence
from reporting.papers.stored import from_json, to_json

THREE = Run("3", figure="figures.totals.done")
QUOTED = Run("Đã họp.", source="entry:17")


def test_figures_keep_their_place_within_words():
    runs = sentence("Đã xong {} của {} việc.", THREE, 12)

    assert runs == (Run("Đã xong "), THREE, Run(" của 12 việc."))


def test_parts_may_be_sentences_themselves():
    assert text_of(sentence("{} {}", sentence("Xong {}.", THREE), QUOTED)) == "Xong 3. Đã họp."


def test_words_with_brackets_are_words():
    assert text_of(sentence("{}", "một {hai} {}")) == "một {hai} {}"


def test_a_pattern_without_enough_parts_is_an_error():
    with pytest.raises(ValueError, match="2 places for 1 parts"):
        sentence("{} của {}", THREE)


def test_listed_parts_have_something_between_them():
    assert text_of(listed(["a", THREE, "b"], "; ")) == "a; 3; b"
    assert listed([]) == ()


def test_what_follows_a_line_end_stands_before_its_figure():
    """The line would end between "(" and the figure where it were one run with the line end."""
    runs = on_lines(["95%", sentence("({})", THREE), Run("chưa đủ", is_italic=True)])

    assert text_of(runs) == "95%\n(3)\nchưa đủ"
    assert draw_runs(runs) == (
        '95%<br>(<span data-figure="figures.totals.done">3</span>)<br><i>chưa đủ</i>'
    )


def test_neighbours_of_one_look_are_one_run_but_figures_stay_apart():
    runs = joined([Run("a"), Run(""), Run("b"), Run("c", is_bold=True), THREE, THREE])

    assert runs == (Run("ab"), Run("c", is_bold=True), THREE, THREE)


def test_an_empty_text_has_no_run():
    assert plain("") == ()
    assert plain("a") == (Run("a"),)


def test_runs_are_stored_and_read_back():
    runs = (Run("a"), Run("b", is_bold=True, is_italic=True), THREE, QUOTED)

    assert from_json(to_json(runs)) == runs
    assert to_json(runs)[2] == {"text": "3", "figure": "figures.totals.done"}
