"""Numbers of the demonstration."""

from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest

from reporting.indicators.inputs import IndicatorInput
from reporting.models import DeclaredState
from tests.factories import IndicatorFactory, ValueIndicatorFactory
from tracker.demo.numbers import PETITIONS, WAITING_TIME, Numbers
from tracker.demo.telling import Amounts

AMOUNTS = Amounts(few=3, many=194, share=95)
ENTRY = SimpleNamespace(assignment=SimpleNamespace(task_id=1))


def _numbers():
    return Numbers({1: [ValueIndicatorFactory.build(pk=7, task=None, name=PETITIONS)]}, Random(1))


@pytest.mark.parametrize(
    ("state", "amounts", "given"),
    [
        (DeclaredState.DONE, AMOUNTS, IndicatorInput(value=Decimal(194))),
        (DeclaredState.NOT_STARTED, None, IndicatorInput()),
        (DeclaredState.NOT_APPLICABLE, None, IndicatorInput(is_not_applicable=True)),
    ],
)
def test_a_number_agrees_with_the_state_and_the_text_of_its_entry(state, amounts, given):
    assert _numbers().given_for(ENTRY, state, amounts, index=0) == {7: given}


def test_ratios_of_one_task_count_the_same_dossiers():
    ratios = [
        IndicatorFactory.build(pk=1, task=None, unit_of_measure="%", target=98),
        IndicatorFactory.build(pk=2, task=None, unit_of_measure="giờ", name=WAITING_TIME),
    ]
    numbers = Numbers({1: ratios}, Random(4))

    given = [
        numbers.given_for(ENTRY, DeclaredState.DONE, AMOUNTS, index=0).values() for _ in range(40)
    ]

    pairs = [(share, time) for share, time in given if share.denominator and time.denominator]
    assert len(pairs) > 20
    assert all(share.denominator == time.denominator for share, time in pairs)
    assert all(11 <= time.numerator / time.denominator <= 19 for _, time in pairs)
