"""The word diff is exact for texts of any length."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.word_diff import MOST_PAIRS, Edit, diff_words

few_words = st.lists(st.sampled_from("abc"), max_size=40)


@given(old=few_words, new=few_words)
def test_the_parts_of_the_edits_are_the_texts(old, new):
    edits = diff_words(old, new)

    assert [word for edit in edits for word in edit.old] == old
    assert [word for edit in edits for word in edit.new] == new


def test_only_the_changes_of_a_long_text_are_reported():
    old = [str(number) for number in range(5_000)]
    new = [*old[:100], "x", *old[101:3_000], *old[3_500:], "y"]

    changed = [edit for edit in diff_words(old, new) if not edit.is_same]

    assert changed == [Edit(["100"], ["x"]), Edit(old[3_000:3_500], []), Edit([], ["y"])]


def test_endlessly_repeated_words_are_reported_as_one_edit():
    old, new = ["a", "b"] * MOST_PAIRS, ["b", "a"] * MOST_PAIRS

    assert diff_words(old, new) == [Edit(old, new)]


def test_moved_words_leave_the_rest_unchanged():
    moved = [f"m{number}" for number in range(10)]
    rest = [str(number) for number in range(200)]

    edits = diff_words([*moved, *rest], [*rest, *moved])

    assert edits == [Edit(moved, []), Edit(rest, rest), Edit([], moved)]
