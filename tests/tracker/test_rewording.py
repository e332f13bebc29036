"""How one list of words became another: exact, whatever the lengths."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.rewording import MOST_PAIRS, Step, steps_between

few_words = st.lists(st.sampled_from("abc"), max_size=40)


@given(old=few_words, new=few_words)
def test_the_parts_of_the_steps_are_the_texts(old, new):
    steps = steps_between(old, new)

    assert [word for step in steps for word in step.old] == old
    assert [word for step in steps for word in step.new] == new


def test_of_a_long_text_only_what_changed_is_told():
    old = [str(number) for number in range(5_000)]
    new = [*old[:100], "x", *old[101:3_000], *old[3_500:], "y"]

    changed = [step for step in steps_between(old, new) if not step.is_same]

    assert changed == [Step(["100"], ["x"]), Step(old[3_000:3_500], []), Step([], ["y"])]


def test_words_between_that_repeat_without_end_are_told_as_a_whole():
    old, new = ["a", "b"] * MOST_PAIRS, ["b", "a"] * MOST_PAIRS

    assert steps_between(old, new) == [Step(old, new)]


def test_what_moved_to_another_place_leaves_the_rest_where_it_is():
    moved = [f"m{number}" for number in range(10)]
    rest = [str(number) for number in range(200)]

    steps = steps_between([*moved, *rest], [*rest, *moved])

    assert steps == [Step(moved, []), Step(rest, rest), Step([], moved)]
