"""The figures about the code keep the limits of `tests.house.limits`."""

import pytest

from tests.house.__main__ import SUBJECTS
from tests.house.figure import Figure
from tests.house.limits import LIMITS

FIGURES = [figure for subject in SUBJECTS for figure in subject.figures()]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_keeps_its_limit(figure):
    assert figure.is_kept, str(figure)


def test_every_limit_belongs_to_a_figure():
    assert set(LIMITS) <= {figure.name for figure in FIGURES}


def test_a_figure_above_its_limit_is_not_kept(monkeypatch):
    monkeypatch.setitem(LIMITS, "lines", 2)

    assert Figure("lines", 2).is_kept
    assert not Figure("lines", 3).is_kept
    assert str(Figure("lines", 3)).endswith("EXCEEDED")
