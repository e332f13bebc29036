"""Confirmation by heads is a setting of each plan, with a history."""

import pytest

from plans import following
from plans.models import Plan, PlanEventKind
from tests.factories import NOON, PlanFactory, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


def test_the_rule_is_set_and_waived_with_a_history():
    plan, by = PlanFactory(), UserFactory()

    following.set_head_confirmation(plan=plan, is_needed=True, by=by, at=NOON)
    required = Plan.objects.get(pk=plan.pk).needs_head_confirmation
    following.set_head_confirmation(plan=plan, is_needed=False, by=by, at=NOON)

    assert (required, Plan.objects.get(pk=plan.pk).needs_head_confirmation) == (True, False)
    assert list(plan.events.order_by("pk").values_list("kind", "by", "at")) == [
        (PlanEventKind.CONFIRMATION_ASKED, by.pk, NOON),
        (PlanEventKind.CONFIRMATION_WAIVED, by.pk, NOON),
    ]


@pytest.mark.parametrize("is_needed", [True, False])
def test_setting_the_current_value_is_refused(is_needed):
    plan = PlanFactory(needs_head_confirmation=is_needed)

    with pytest.raises(Refused, match="Kế hoạch này"):
        following.set_head_confirmation(plan=plan, is_needed=is_needed, by=UserFactory(), at=NOON)

    assert plan.events.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_changes_one_is_refused():
    plan, by = PlanFactory(), UserFactory()

    def ask():
        following.set_head_confirmation(
            plan=Plan.objects.get(pk=plan.pk), is_needed=True, by=by, at=NOON
        )

    assert sorted(run_together(ask, ask)) == ["done", "refused"]
    assert plan.events.count() == 1


def test_contributions_are_required_and_waived_with_a_history():
    plan, by = PlanFactory(), UserFactory()

    for are_required in (True, False):
        following.set_contributions(plan=plan, are_required=are_required, by=by, at=NOON)
        assert Plan.objects.get(pk=plan.pk).requires_contributions == are_required

    assert list(plan.events.order_by("pk").values_list("kind", flat=True)) == [
        PlanEventKind.CONTRIBUTIONS_ASKED,
        PlanEventKind.CONTRIBUTIONS_WAIVED,
    ]


@pytest.mark.parametrize("are_required", [True, False])
def test_the_rule_of_contributions_in_force_is_not_set_again(are_required):
    plan = PlanFactory(requires_contributions=are_required)

    with pytest.raises(Refused, match="yêu cầu đơn vị phối hợp gửi nội dung"):
        following.set_contributions(plan=plan, are_required=are_required, by=UserFactory(), at=NOON)

    assert plan.events.count() == 0
