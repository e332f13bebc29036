"""Sentences of the demonstration say the same as the values beside them."""

import re
from decimal import Decimal

import pytest

from plans.models import Task, TaskKind
from reporting.indicators.inputs import IndicatorInput
from reporting.models import DeclaredState
from tracker.demo import sentences, telling

AMOUNTS = telling.Amounts(few=3, many=194, share=95)
DONE, IN_PROGRESS = DeclaredState.DONE, DeclaredState.IN_PROGRESS
FINISHED = re.compile(r"hoàn thành|đạt yêu cầu|toàn bộ|đã ban hành", re.I)


def _told(code, state, *, kind=TaskKind.RECURRING, percent=None, figure=None):
    amounts = AMOUNTS if state in (DONE, IN_PROGRESS) else None
    return telling.result_of(
        Task(code=code, kind=kind), state, percent=percent, amounts=amounts, figure=figure
    )


@pytest.mark.parametrize("code", [*sentences.UNDER_WAY, "9.9"])
def test_one_off_work_tells_its_percentage_until_it_is_done(code):
    under_way = _told(code, IN_PROGRESS, kind=TaskKind.ONE_OFF, percent=54)
    done = _told(code, DONE, kind=TaskKind.ONE_OFF, percent=100)

    assert re.findall(r"(\d+)%", under_way) == ["54"]
    assert not FINISHED.search(under_way)
    assert "%" not in done
    assert FINISHED.search(done)


@pytest.mark.parametrize("code", [*sentences.RESULTS, "9.9"])
def test_work_of_a_period_says_whether_it_is_done_for_the_period(code):
    assert _told(code, DONE).endswith("Đã thực hiện đạt yêu cầu trong kỳ.")
    assert _told(code, IN_PROGRESS).endswith("đang tiếp tục thực hiện.")


@pytest.mark.parametrize("code", sentences.FIGURES)
def test_a_task_with_an_indicator_tells_its_number(code):
    is_value = "{value}" in sentences.FIGURES[code]
    figure = (
        IndicatorInput(value=Decimal(7))
        if is_value
        else IndicatorInput(numerator=Decimal(211), denominator=Decimal(233))
    )

    told = re.findall(r"\d+", _told(code, DONE, figure=figure))

    assert {"7"} <= set(told) if is_value else {"211", "233"} <= set(told)
    assert "đang được tổng hợp" in _told(code, DONE, figure=IndicatorInput())


def test_zero_nothing_arose_and_not_begun_are_told_apart():
    assert "không có cuộc kiểm tra" in _told("4.1", DONE, figure=IndicatorInput(value=Decimal(0)))
    arose = IndicatorInput(is_not_applicable=True)
    assert "không có hồ sơ trễ hẹn" in _told("5.3", DONE, figure=arose)
    assert _told("5.3", DeclaredState.NOT_APPLICABLE, figure=arose) == sentences.NOTHING_AROSE
    assert _told("3.1", DeclaredState.NOT_STARTED) == ""


def test_a_result_is_returned_for_a_reason_that_fits_it():
    vague, compared, unproven = sentences.RETURN_REASONS

    def reason(drawn, state=DONE, *, has_evidence=False, is_first=False):
        return telling.reason_to_return(drawn, state, has_evidence=has_evidence, is_first=is_first)

    assert reason(unproven) == unproven
    assert reason(unproven, has_evidence=True) == vague
    assert reason(unproven, IN_PROGRESS) == vague
    assert reason(compared) == compared
    assert reason(compared, is_first=True) == vague
    assert reason(vague, DeclaredState.NOT_STARTED) == sentences.RETURNED_AS_NOT_STARTED
    assert reason(vague, DeclaredState.NOT_APPLICABLE) == sentences.RETURNED_AS_NOTHING_AROSE
    assert "minh chứng" in telling.answer_to(unproven)
