"""How one list of words became another: exact, whatever the lengths."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.word_diff import MOST_PAIRS, Edit, diff_words

few_words = st.lists(st.sampled_from("abc"), max_size=40)


@given(old=few_words, new=few_words)
def test_the_parts_of_the_steps_are_the_texts(old, new):
    steps = diff_words(old, new)

    assert [word for step in steps for word in step.old] == old
    assert [word for step in steps for word in step.new] == new


def test_of_a_long_text_only_what_changed_is_told():
    old = [str(number) for number in range(5_000)]
    new = [*old[:100], "x", *old[101:3_000], *old[3_500:], "y"]

    changed = [step for step in diff_words(old, new) if not step.is_same]

    assert changed == [Edit(["100"], ["x"]), Edit(old[3_000:3_500], []), Edit([], ["y"])]


def test_words_between_that_repeat_without_end_are_told_as_a_whole():
    old, new = ["a", "b"] * MOST_PAIRS, ["b", "a"] * MOST_PAIRS

    assert diff_words(old, new) == [Edit(old, new)]


def test_what_moved_to_another_place_leaves_the_rest_where_it_is():
    moved = [f"m{number}" for number in range(10)]
    rest = [str(number) for number in range(200)]

    steps = diff_words([*moved, *rest], [*rest, *moved])

    assert steps == [Edit(moved, []), Edit(rest, rest), Edit([], moved)]
