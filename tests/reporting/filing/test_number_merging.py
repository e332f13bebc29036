"""Two officers who both write numbers: merged where that is safe, a conflict otherwise."""

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


def _ratio(numerator, denominator):
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


def _colleague_saves(entry, number, indicator, **changes):
    """Version and base of the form of the writer, before a colleague saves."""
    seen = fresh(entry)
    base = (seen.version, merging.base_of(seen))
    filing.save_entry(
        entry=seen,
        seen_version=seen.version,
        by=UserFactory(full_name="Lê Văn Đồng Nghiệp"),
        at=timezone.now(),
        indicator_values={indicator.pk: number},
        **{**FILED, **changes},
    )
    return base


def _save(entry, base, number, indicator, *, choices=None, **changes):
    version, base = base
    now = fresh(entry)
    return merging.save(
        entry=now,
        seen_version=version,
        base=base,
        by=UserFactory(),
        at=NOON,
        choices=choices or {},
        chosen_at=now.version,
        indicator_values={indicator.pk: number},
        **{**FILED, **changes},
    )


def _stored(entry):
    return IndicatorInput.of(entry.indicator_values.get())


def _name(indicator, part):
    return f"indicator-{indicator.pk}-{part}"


def test_my_numbers_and_the_text_of_the_colleague_are_merged(entry, indicator):
    base = _colleague_saves(entry, BEFORE, indicator, result="Câu của đồng nghiệp.")

    taken = _save(entry, base, _ratio(95, 100), indicator)

    assert [field.label for field in taken] == ["Kết quả thực hiện"]
    assert fresh(entry).result == "Câu của đồng nghiệp."
    assert _stored(entry) == _ratio(95, 100)


def test_the_numbers_of_the_colleague_are_used_where_i_changed_none(entry, indicator):
    base = _colleague_saves(entry, _ratio(95, 110), indicator)

    taken = _save(entry, base, BEFORE, indicator, result="Câu của tôi.")

    assert [(field.label, field.theirs) for field in taken] == [
        ("Đúng hạn: tử số", "95"),
        ("Đúng hạn: mẫu số", "110"),
    ]
    assert fresh(entry).result == "Câu của tôi."
    assert _stored(entry) == _ratio(95, 110)


def test_numerator_and_denominator_of_two_people_are_never_combined_without_a_choice(
    entry, indicator
):
    base = _colleague_saves(entry, _ratio(90, 110), indicator)

    with pytest.raises(merging.Collision) as collision:
        _save(entry, base, _ratio(95, 100), indicator)

    assert [field.name for field in collision.value.fields] == [_name(indicator, "denominator")]
    assert collision.value.taken == []
    assert _stored(entry) == _ratio(90, 110)


@pytest.mark.parametrize(("choice", "denominator"), [("mine", 100), ("theirs", 110)])
def test_the_choice_resolves_the_conflict(entry, indicator, choice, denominator):
    base = _colleague_saves(entry, _ratio(90, 110), indicator)

    _save(
        entry,
        base,
        _ratio(95, 100),
        indicator,
        choices={_name(indicator, "denominator"): choice},
    )

    assert _stored(entry) == _ratio(95, denominator)


def test_contradictory_choices_are_refused_with_a_message(entry, indicator):
    base = _colleague_saves(entry, IndicatorInput(is_not_applicable=True), indicator)
    parts = ("numerator", "denominator", "not_applicable")
    picked = dict(zip(parts, ("mine", "mine", "theirs"), strict=True))

    with pytest.raises(Refused, match="để trống ô số"):
        _save(
            entry,
            base,
            _ratio(95, 100),
            indicator,
            choices={_name(indicator, part): choice for part, choice in picked.items()},
        )

    assert _stored(entry) == IndicatorInput(is_not_applicable=True)


def test_the_page_offers_both_numbers(client, indicator):
    now = timezone.now()
    entry = entry_of(EntryStatus.DRAFT, now, AssignmentFactory(task=indicator.task))
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    version, base = _colleague_saves(entry, _ratio(90, 110), indicator)
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


def test_a_bulk_answer_skips_entries_with_numbers(entry, indicator):
    from reporting.entries.content import holds_something

    type(entry).objects.filter(pk=entry.pk).update(
        percent=None, result="", obstacle="", recommendation=""
    )

    assert holds_something(fresh(entry))
    entry.indicator_values.all().delete()
    assert not holds_something(fresh(entry))
