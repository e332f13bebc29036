"""Numbers of the demonstration."""

from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest

from reporting.indicators.inputs import IndicatorInput
from tests.factories import ValueIndicatorFactory
from tracker.demo.numbers import PETITIONS, Numbers
from tracker.demo.sentences import RESULTS

TEXT = RESULTS["5.4"].format(n="03", m=194, p=95)


@pytest.mark.parametrize(("text", "number"), [(TEXT, Decimal(194)), ("Không phát sinh.", None)])
def test_petitions_are_counted_as_the_text_beside_them_tells(text, number):
    petitions = ValueIndicatorFactory.build(pk=7, task=None, name=PETITIONS)
    entry = SimpleNamespace(assignment=SimpleNamespace(task_id=1))

    given = Numbers({1: [petitions]}, Random(1)).given_for(entry, text, index=0)

    assert given == {7: IndicatorInput(value=number)}
