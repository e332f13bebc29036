"""Two officers who both write numbers: joined where that is safe, asked about where it is not."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.filing import filing, merging
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryStatus
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    IndicatorFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db

BEFORE = IndicatorInput(numerator=Decimal(90), denominator=Decimal(100))


def _given(numerator, denominator):
    return IndicatorInput(numerator=Decimal(numerator), denominator=Decimal(denominator))


@pytest.fixture
def indicator():
    return IndicatorFactory(name="Đúng hạn")


@pytest.fixture
def entry(indicator):
    return entry_at(
        EntryStatus.DRAFT,
        assignment=AssignmentFactory(task=indicator.task),
        indicator_values={indicator.pk: BEFORE},
    )


def _colleague_saves(entry, given, indicator, **changes):
    """What the writer began with: the version and the base of its form."""
    seen = fresh(entry)
    began = (seen.version, merging.base_of(seen))
    filing.save_entry(
        entry=seen,
        seen_version=seen.version,
        by=UserFactory(full_name="Lê Văn Đồng Nghiệp"),
        at=timezone.now(),
        indicator_values={indicator.pk: given},
        **{**FILED, **changes},
    )
    return began


def _save(entry, began, given, indicator, *, choices=None, **changes):
    version, base = began
    now = fresh(entry)
    return merging.save(
        entry=now,
        seen_version=version,
        base=base,
        by=UserFactory(),
        at=NOON,
        choices=choices or {},
        chosen_at=now.version,
        indicator_values={indicator.pk: given},
        **{**FILED, **changes},
    )


def _stored(entry):
    return IndicatorInput.of(entry.indicator_values.get())


def _name(indicator, part):
    return f"indicator-{indicator.pk}-{part}"


def test_my_numbers_and_the_colleagues_words_are_joined(entry, indicator):
    began = _colleague_saves(entry, BEFORE, indicator, result="Câu của đồng nghiệp.")

    taken = _save(entry, began, _given(95, 100), indicator)

    assert [field.label for field in taken] == ["Kết quả thực hiện"]
    assert fresh(entry).result == "Câu của đồng nghiệp."
    assert _stored(entry) == _given(95, 100)


def test_the_colleagues_numbers_are_taken_where_i_changed_none(entry, indicator):
    began = _colleague_saves(entry, _given(95, 110), indicator)

    taken = _save(entry, began, BEFORE, indicator, result="Câu của tôi.")

    assert [(field.label, field.theirs) for field in taken] == [
        ("Đúng hạn: tử số", "95"),
        ("Đúng hạn: mẫu số", "110"),
    ]
    assert fresh(entry).result == "Câu của tôi."
    assert _stored(entry) == _given(95, 110)


def test_a_numerator_of_one_is_never_put_over_the_denominator_of_the_other_unasked(
    entry, indicator
):
    began = _colleague_saves(entry, _given(90, 110), indicator)

    with pytest.raises(merging.Collision) as collision:
        _save(entry, began, _given(95, 100), indicator)

    assert [field.name for field in collision.value.fields] == [_name(indicator, "denominator")]
    assert collision.value.taken == []
    assert _stored(entry) == _given(90, 110)


@pytest.mark.parametrize(("choice", "denominator"), [("mine", 100), ("theirs", 110)])
def test_the_choice_settles_it(entry, indicator, choice, denominator):
    began = _colleague_saves(entry, _given(90, 110), indicator)

    _save(
        entry,
        began,
        _given(95, 100),
        indicator,
        choices={_name(indicator, "denominator"): choice},
    )

    assert _stored(entry) == _given(95, denominator)


def test_choices_that_make_no_sense_together_are_refused_in_words(entry, indicator):
    began = _colleague_saves(entry, IndicatorInput(is_not_applicable=True), indicator)
    parts = ("numerator", "denominator", "not_applicable")
    picked = dict(zip(parts, ("mine", "mine", "theirs"), strict=True))

    with pytest.raises(Refused, match="để trống ô số"):
        _save(
            entry,
            began,
            _given(95, 100),
            indicator,
            choices={_name(indicator, part): choice for part, choice in picked.items()},
        )

    assert _stored(entry) == IndicatorInput(is_not_applicable=True)


def test_the_page_shows_both_numbers_to_choose_from(client, indicator):
    now = timezone.now()
    entry = entry_of(EntryStatus.DRAFT, now, AssignmentFactory(task=indicator.task))
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    version, base = _colleague_saves(entry, _given(90, 110), indicator)
    typed = {_name(indicator, "numerator"): "95", _name(indicator, "denominator"): "100"}
    form = form_of(fresh(entry), **typed) | {"version": str(version), "base": base}

    answers = [
        client.post(reverse("reporting:save-entry", args=[entry.pk]), form, headers=headers)
        for headers in (HTMX, {})
    ]

    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Đúng hạn: tử số" in page
        assert 'data-value="110"' in page


def test_a_bulk_answer_leaves_alone_what_holds_numbers(entry, indicator):
    from reporting.entries.content import holds_something

    type(entry).objects.filter(pk=entry.pk).update(
        percent=None, result="", obstacle="", recommendation=""
    )

    assert holds_something(fresh(entry))
    entry.indicator_values.all().delete()
    assert not holds_something(fresh(entry))
