"""Numbers of an entry: saved with it, sent with it."""

from decimal import Decimal

import pytest

from reporting.entries.diffing import changes_between
from reporting.entries.transitions import Stale
from reporting.filing import filing
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryStatus, ProgressEntry
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    IndicatorFactory,
    UserFactory,
    ValueIndicatorFactory,
    entry_at,
)
from tests.race import run_together
from tracker.lib.numbers import parse_decimal, write_decimal
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db

RATIO = IndicatorInput(numerator=Decimal(98), denominator=Decimal(100))
NOT_APPLICABLE = IndicatorInput(is_not_applicable=True)


def _entry(indicator, status=EntryStatus.DRAFT, **content):
    return entry_at(status, assignment=AssignmentFactory(task=indicator.task), **content)


def _save(entry, values, **changes):
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=NOON,
        indicator_values=values,
        **{**FILED, **changes},
    )


def _stored(entry):
    return {row.indicator_id: IndicatorInput.of(row) for row in entry.indicator_values.all()}


def test_zero_missing_and_not_applicable_are_stored_distinctly():
    zero = ValueIndicatorFactory()
    missing, none = ValueIndicatorFactory.create_batch(2, task=zero.task)
    entry = _entry(zero)

    _save(
        entry,
        {
            zero.pk: IndicatorInput(value=Decimal(0)),
            missing.pk: IndicatorInput(),
            none.pk: NOT_APPLICABLE,
        },
    )

    assert _stored(entry) == {zero.pk: IndicatorInput(value=Decimal(0)), none.pk: NOT_APPLICABLE}


def test_a_cleared_number_is_missing_again():
    indicator = IndicatorFactory()
    entry = _entry(indicator, indicator_values={indicator.pk: RATIO})

    _save(entry, {indicator.pk: IndicatorInput()})

    assert _stored(entry) == {}


@pytest.mark.parametrize(
    "typed", ["99.999.999.999.999,9", "-99.999.999.999.999,9", "99.999.999.999,9999"]
)
def test_the_longest_allowed_numbers_are_stored_to_the_last_digit(typed):
    indicator = ValueIndicatorFactory()
    entry = _entry(indicator)

    _save(entry, {indicator.pk: IndicatorInput(value=parse_decimal(typed))})

    assert write_decimal(_stored(entry)[indicator.pk].value) == typed


def test_indicators_not_in_the_save_keep_their_numbers():
    indicator = IndicatorFactory()
    entry = _entry(indicator, indicator_values={indicator.pk: RATIO})

    _save(entry, None)
    _save(entry, {})

    assert _stored(entry) == {indicator.pk: RATIO}


def test_numbers_of_other_tasks_and_retired_indicators_are_not_saved():
    indicator = IndicatorFactory()
    retired = IndicatorFactory(task=indicator.task, is_retired=True)
    foreign = IndicatorFactory()
    entry = _entry(indicator)

    _save(entry, {indicator.pk: RATIO, retired.pk: RATIO, foreign.pk: RATIO})

    assert list(_stored(entry)) == [indicator.pk]


def test_a_stale_save_writes_no_number():
    indicator = IndicatorFactory()
    entry = _entry(indicator)
    seen = ProgressEntry.objects.get(pk=entry.pk)
    _save(entry, {indicator.pk: RATIO})

    with pytest.raises(Stale):
        _save(seen, {indicator.pk: NOT_APPLICABLE})

    assert _stored(entry) == {indicator.pk: RATIO}


def test_numbers_of_a_kind_changed_by_the_office_are_refused_and_nothing_is_saved():
    indicator = ValueIndicatorFactory()
    entry = _entry(indicator)

    with pytest.raises(Refused, match="vừa đổi cách tính"):
        _save(entry, {indicator.pk: RATIO}, result="Khác.")

    assert ProgressEntry.objects.get(pk=entry.pk).result == FILED["result"]


def test_a_secrecy_mark_in_an_explanation_is_refused():
    indicator = IndicatorFactory()
    entry = _entry(indicator)

    with pytest.raises(Refused):
        _save(entry, {indicator.pk: IndicatorInput(explanation="Theo văn bản TUYỆT MẬT")})

    assert _stored(entry) == {}


def test_a_sending_records_the_numbers_and_their_texts():
    indicator = IndicatorFactory(name="Đúng hạn")
    second_indicator = ValueIndicatorFactory(task=indicator.task, name="Số cuộc")
    number = IndicatorInput(
        numerator=Decimal(11), denominator=Decimal(10), explanation="Chuyển kỳ."
    )

    entry = _entry(indicator, EntryStatus.SENT, indicator_values={indicator.pk: number})

    assert entry.sent_content["indicators"] == [
        {
            "indicator": indicator.pk,
            "name": "Đúng hạn",
            "words": "11/10 = 110%",
            "value": None,
            "numerator": "11",
            "denominator": "10",
            "is_not_applicable": False,
            "explanation": "Chuyển kỳ.",
        },
        {
            "indicator": second_indicator.pk,
            "name": "Số cuộc",
            "words": "chưa có số liệu",
            "value": None,
            "numerator": None,
            "denominator": None,
            "is_not_applicable": False,
            "explanation": "",
        },
    ]


def test_the_office_sees_which_number_changed_between_two_sendings():
    indicator = IndicatorFactory(name="Đúng hạn")
    entry = _entry(indicator, EntryStatus.SENT, indicator_values={indicator.pk: RATIO})
    before = entry.sent_content
    filing.take_back(entry=entry, by=UserFactory(), at=NOON, note="Sửa số.")
    entry.refresh_from_db()
    _save(entry, {indicator.pk: IndicatorInput(numerator=Decimal(99), denominator=Decimal(100))})
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)
    entry.refresh_from_db()

    changes = changes_between(before, entry.sent_content, kind=entry.assignment.task.kind)

    assert [(change.label, str(change.marked)) for change in changes] == [
        (
            "Chỉ tiêu, số liệu",
            "Đúng hạn: <del>98/100</del><ins>99/100</ins> = <del>98%</del><ins>99%</ins>",
        )
    ]


def test_sending_works_without_any_number_and_without_explanation():
    indicator = IndicatorFactory()

    entry = _entry(
        indicator,
        EntryStatus.SENT,
        indicator_values={
            indicator.pk: IndicatorInput(numerator=Decimal(2), denominator=Decimal(1))
        },
    )

    assert entry.status == EntryStatus.SENT


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_with_numbers_one_is_refused_and_none_is_mixed():
    indicator = IndicatorFactory()
    entry = _entry(indicator)
    first, second = (
        ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
            pk=entry.pk
        )
        for _ in range(2)
    )
    by = UserFactory()

    def save(seen, result, number):
        return lambda: filing.save_entry(
            entry=seen,
            seen_version=seen.version,
            by=by,
            at=NOON,
            indicator_values={indicator.pk: number},
            **{**FILED, "result": result},
        )

    outcomes = run_together(
        save(first, "Có số.", RATIO), save(second, "Không phát sinh.", NOT_APPLICABLE)
    )

    assert sorted(outcomes) == ["done", "refused"]
    result, number = (
        ("Có số.", RATIO)
        if outcomes[0] == "done"
        else (
            "Không phát sinh.",
            NOT_APPLICABLE,
        )
    )
    assert ProgressEntry.objects.get(pk=entry.pk).result == result
    assert _stored(entry) == {indicator.pk: number}


@pytest.mark.django_db(transaction=True)
def test_changing_an_indicator_and_saving_a_number_never_mix():
    from plans import indicators
    from plans.indicators import IndicatorSpec

    indicator = ValueIndicatorFactory()
    entry = _entry(indicator)
    by = UserFactory()
    spec = IndicatorSpec(name=indicator.name, kind="value", unit_of_measure="lượt")

    outcomes = run_together(
        lambda: _save(entry, {indicator.pk: IndicatorInput(value=Decimal(3))}),
        lambda: indicators.change(indicator=indicator, spec=spec, by=by, at=NOON),
    )

    indicator.refresh_from_db()
    assert outcomes[0] == "done"
    assert (indicator.unit_of_measure == "lượt") == (outcomes[1] == "done")
