"""The figures about the code keep the limits of `tests.house.limits`."""

import ast

import pytest

from tests.house.__main__ import SUBJECTS
from tests.house.figure import SHOWN, Figure
from tests.house.imports import circles
from tests.house.limits import LIMITS
from tests.house.readability import complexity

# All tests read the figures that one process counted
pytestmark = pytest.mark.xdist_group("figures")
# Measured by `python -m tests.house --types` alone, for it takes half a minute
SLOW = {"mypy strict errors"}


@pytest.fixture(scope="module")
def figures():
    return {figure.name: figure for subject in SUBJECTS for figure in subject.figures()}


@pytest.mark.parametrize("name", sorted(set(LIMITS) - SLOW))
def test_a_figure_keeps_its_limit(figures, name):
    assert figures[name].is_kept, f"{figures[name]}\n{figures[name].details}"


def test_a_figure_above_its_limit_is_not_kept(monkeypatch):
    monkeypatch.setitem(LIMITS, "lines", 2)

    assert Figure("lines", 2).is_kept
    assert not Figure("lines", 3).is_kept
    assert str(Figure("lines", 3)).endswith("EXCEEDED")


def test_a_figure_lists_what_it_counts():
    figure = Figure.of("lines", range(SHOWN + 2))

    assert figure.value == SHOWN + 2
    assert figure.details.splitlines()[::SHOWN] == ["    0", "    and 2 more"]


def test_modules_that_lead_to_each_other_are_one_circle():
    edges = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": {"d"}, "f": {"a"}}

    assert circles(edges) == [["a", "b", "c"], ["d", "e"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a", 1),
        ("return a and b and c", 3),
        ("return a if b else c", 2),
        ("return [x for x in a if x]", 3),
        ("if a:\n  pass\n elif b:\n  pass", 3),
        ("for x in a:\n  while b:\n   pass", 3),
        ("try:\n  pass\n except A:\n  pass", 2),
        ("match a:\n  case 1: pass\n  case 2: pass", 3),
    ],
)
def test_each_decision_makes_a_function_more_complex(body, expected):
    assert complexity(ast.parse(f"def f():\n {body}")) == expected
