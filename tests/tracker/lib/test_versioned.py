"""Values are kept until their version moves."""

import pytest

from tracker.lib import versioned


@pytest.fixture(autouse=True)
def nothing_kept():
    versioned.forget()
    yield
    versioned.forget()


def test_a_value_is_made_once_for_each_version_and_key():
    made = []

    def make():
        made.append(len(made))
        return made[-1]

    asked = [("a", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 1), (None, 1), ("a", None)]
    found = [versioned.value_of(key, make, version=version) for key, version in asked]

    assert found == [0, 0, 1, 2, 3, 4, 5]


def test_what_was_asked_for_longest_ago_goes_first(monkeypatch):
    monkeypatch.setattr(versioned, "MOST_KB", 2 * versioned.VALUE_KB)
    for key in ("a", "b", "a", "c"):
        versioned.value_of(key, object, version=1)

    assert list(versioned._kept) == ["a", "c"]


def test_a_long_text_counts_for_more_than_numbers(monkeypatch):
    monkeypatch.setattr(versioned, "MOST_KB", 2 * versioned.VALUE_KB)
    long = "ạ" * (2 * versioned.VALUE_KB - 1) * versioned.LETTERS_OF_KB
    for key, value in (("a", 1), ("b", "short"), ("c", long)):
        versioned.value_of(key, lambda value=value: value, version=1)

    assert list(versioned._kept) == ["c"]


def test_a_value_that_is_made_anew_counts_once(monkeypatch):
    monkeypatch.setattr(versioned, "MOST_KB", 2 * versioned.VALUE_KB)
    for version in range(5):
        versioned.value_of("a", object, version=version)
    versioned.value_of("b", object, version=1)

    assert list(versioned._kept) == ["a", "b"]
