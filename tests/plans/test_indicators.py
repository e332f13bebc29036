"""Rules and history of indicators."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from plans import indicators
from plans.indicators import IndicatorSpec
from plans.models import Indicator, IndicatorEvent, IndicatorKind
from reporting.models import EntryStatus, IndicatorValue
from tests.factories import (
    NOON,
    AssignmentFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    TaskFactory,
    UserFactory,
    ValueIndicatorFactory,
    entry_at,
)
from tracker.lib.refusal import BadField, Refused

pytestmark = pytest.mark.django_db

RATIO = IndicatorSpec(
    name="Hồ sơ giải quyết đúng hạn",
    kind=IndicatorKind.RATIO,
    unit_of_measure="%",
    numerator_label="hồ sơ đúng hạn",
    denominator_label="hồ sơ đã giải quyết",
)
VALUE = IndicatorSpec(name="Số cuộc kiểm tra", kind=IndicatorKind.VALUE, unit_of_measure="cuộc")


def _with(spec, **changes):
    return IndicatorSpec(**{**vars(spec), **changes})


def _spec_of(indicator):
    return IndicatorSpec(**{name: getattr(indicator, name) for name in vars(RATIO)})


def _add(spec, task=None):
    return indicators.add(task=task or TaskFactory(), spec=spec, by=UserFactory(), at=NOON)


def _change(indicator, spec):
    indicators.change(indicator=indicator, spec=spec, by=UserFactory(), at=NOON)


def _file_a_value(indicator):
    entry = entry_at(EntryStatus.DRAFT, assignment=AssignmentFactory(task=indicator.task))
    return IndicatorValue.objects.create(entry=entry, indicator=indicator, is_not_applicable=True)


def test_an_added_indicator_is_last_with_its_target_and_document():
    letter = LegalDocumentFactory()
    first = IndicatorFactory(position=4)

    added = _add(_with(RATIO, target=Decimal(98), target_document=letter), first.task)

    added.refresh_from_db()
    assert (added.position, added.target, added.target_document) == (5, Decimal(98), letter)
    assert [(e.kind, e.note) for e in added.events.all()] == [("added", "mục tiêu 98 %")]


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (_with(RATIO, denominator_label=""), "denominator_label"),
        (_with(RATIO, numerator_label=""), "numerator_label"),
        (_with(VALUE, unit_of_measure="%"), "kind"),
        (_with(VALUE, unit_of_measure="Phần trăm"), "unit_of_measure"),
        (_with(RATIO, unit_of_measure="% hộ"), "unit_of_measure"),
        (_with(RATIO, target=Decimal(98)), "target_document"),
    ],
)
def test_an_indicator_that_cannot_be_summed_or_traced_is_refused(spec, field):
    with pytest.raises(BadField) as refusal:
        _add(spec)

    assert refusal.value.field == field
    assert not Indicator.objects.exists()


def test_a_document_without_a_target_is_refused():
    with pytest.raises(BadField, match="cần ghi mục tiêu"):
        _add(_with(RATIO, target_document=LegalDocumentFactory()))


def test_a_task_has_each_name_once():
    first = _add(RATIO)

    with pytest.raises(Refused, match="mang tên này"):
        _add(RATIO, first.task)
    _add(RATIO)


def test_the_refusal_of_a_duplicate_name_mentions_a_retired_indicator():
    first = _add(RATIO)
    indicators.retire(indicator=first, by=UserFactory(), at=NOON)

    with pytest.raises(Refused, match="đã thôi theo dõi"):
        _add(RATIO, first.task)


def test_a_change_keeps_the_former_values_in_the_history():
    letter = LegalDocumentFactory(number="88-CV/VPHU")
    indicator = _add(VALUE)

    _change(indicator, _with(VALUE, target=Decimal("1234.5"), target_document=letter))

    indicator.refresh_from_db()
    event = IndicatorEvent.objects.get(kind="changed")
    assert indicator.target == Decimal("1234.5")
    assert event.note == (
        "mục tiêu: (trống) → 1.234,5; văn bản giao mục tiêu: (trống) → Công văn số 88-CV/VPHU"
    )


def test_a_cumulative_count_takes_its_last_number_whatever_was_chosen():
    indicator = _add(_with(VALUE, is_cumulative=True))
    assert indicator.aggregation == "last"

    _change(indicator, _with(_spec_of(indicator), aggregation="sum"))

    indicator.refresh_from_db()
    assert (indicator.aggregation, indicator.events.count()) == ("last", 1)


def test_aggregation_may_change_after_numbers_were_filed_and_the_history_says_so():
    indicator = ValueIndicatorFactory()
    _file_a_value(indicator)

    _change(indicator, _with(_spec_of(indicator), aggregation="last"))

    event = indicator.events.get()
    assert event.note == "gộp nhiều kỳ: Cộng các kỳ → Lấy số của kỳ cuối"


def test_saving_without_a_change_writes_no_history():
    indicator = _add(VALUE)

    _change(indicator, _spec_of(indicator))

    assert indicator.events.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {
            "kind": IndicatorKind.RATIO,
        },
        {"unit_of_measure": "lượt"},
    ],
)
def test_kind_and_unit_of_measure_are_fixed_once_values_were_filed(changes):
    indicator = ValueIndicatorFactory()
    labels = {"numerator_label": "a", "denominator_label": "b"} if "kind" in changes else {}
    spec = _with(_spec_of(indicator), **changes, **labels)
    _file_a_value(indicator)

    with pytest.raises(Refused, match="không đổi được cách tính và đơn vị tính"):
        _change(indicator, spec)

    before = indicator.kind, indicator.unit_of_measure
    indicator.refresh_from_db()
    assert (indicator.kind, indicator.unit_of_measure) == before


def test_kind_and_unit_of_measure_change_before_the_first_value():
    indicator = _add(RATIO)

    _change(indicator, _with(VALUE, numerator_label="a", denominator_label="b"))

    indicator.refresh_from_db()
    assert (indicator.kind, indicator.numerator_label) == (IndicatorKind.VALUE, "")


def test_a_retired_indicator_keeps_its_values_and_can_be_revived():
    indicator = IndicatorFactory()
    value = _file_a_value(indicator)
    by = UserFactory()

    indicators.retire(indicator=indicator, by=by, at=NOON)

    assert not Indicator.objects.active().filter(pk=indicator.pk).exists()
    assert IndicatorValue.objects.get() == value
    indicators.revive(indicator=indicator, by=by, at=NOON)
    assert Indicator.objects.active().get() == indicator
    kinds = indicator.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["retired", "revived"]


def test_repeating_a_step_is_refused():
    indicator = IndicatorFactory(is_retired=True)

    with pytest.raises(Refused):
        indicators.retire(indicator=indicator, by=UserFactory(), at=NOON)

    assert not indicator.events.exists()


def test_nothing_changes_if_the_history_cannot_be_written(monkeypatch):
    indicator = _add(VALUE)

    def fail(**_):
        raise IntegrityError

    monkeypatch.setattr(IndicatorEvent.objects, "create", fail)

    with pytest.raises(IntegrityError), transaction.atomic():
        _change(indicator, _with(VALUE, name="Tên khác"))

    indicator.refresh_from_db()
    assert indicator.name == VALUE.name
