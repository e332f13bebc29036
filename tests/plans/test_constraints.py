"""Rows that the constraints of assignments allow. Refused rows are in `tests/constraints`."""

from datetime import date

import pytest

from tests.factories import AssignmentFactory, TaskFactory

pytestmark = pytest.mark.django_db


def test_several_leads_of_own_parts_are_allowed():
    task = TaskFactory(is_fan_out=True)

    AssignmentFactory.create_batch(2, task=task, is_own_part=True)

    assert task.assignments.count() == 2


def test_a_new_lead_is_allowed_after_the_first_has_ended():
    ended = AssignmentFactory(ended_on=date(2025, 7, 1), end_reason="dropped")

    AssignmentFactory(task=ended.task)

    assert ended.task.assignments.count() == 2
