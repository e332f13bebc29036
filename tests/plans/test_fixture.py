"""Fixtures of Plan 126 and the units of Hải Lăng: complete, valid and idempotent."""

import re

import pytest
from django.apps import apps

from plans.loading import load_sample
from plans.models import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    Commitment,
    LegalDocument,
    Task,
    TaskGroup,
    UnlistedName,
)
from plans.text import raw_text
from tests.factories import NOON
from units.models import Bloc, Unit, UnitKind
from units.models.unit import search_text

# Requests a database from pytest-django, even if this file is run alone.
pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {
        model._meta.label: model.objects.count()
        for label in ("units", "plans")
        for model in apps.get_app_config(label).get_models()
    }


def test_every_row_of_the_fixtures_is_valid(plan):
    """By the rules of fields and models: what constraints hold, the database held at loading."""
    for label in ("units", "plans"):
        for model in apps.get_app_config(label).get_models():
            for row in model.objects.all():
                row.full_clean(validate_unique=False, validate_constraints=False)


def test_loading_twice_changes_nothing(plan):
    load_sample(at=NOON)
    before = counts()

    load_sample(at=NOON)

    assert counts() == before


def test_plan_has_its_52_tasks_in_six_groups(plan):
    by_group = {group.code: group.tasks.count() for group in TaskGroup.objects.order_by("position")}

    assert by_group == {"1": 6, "2": 9, "3": 7, "4": 7, "5": 11, "III": 12}
    assert plan.issued_on.isoformat() == "2024-03-19"
    assert plan.is_head_inferred


def test_three_commitments_have_eight_components_each(plan):
    sizes = {row.name: row.items.count() for row in Commitment.objects.all()}

    assert sizes == {"4 tăng, 2 giảm, 2 không": 8, "năm có, ba không": 8, "4 xin, 4 luôn": 8}


def test_nine_documents_are_cited_and_the_plan_is_the_tenth(plan):
    numbers = set(LegalDocument.objects.values_list("number", flat=True))

    assert len(numbers) == 10
    assert plan.number in numbers


def test_each_task_has_one_lead_or_an_own_part_per_unit(plan):
    for task in Task.objects.prefetch_related("assignments"):
        leads = [row for row in task.assignments.all() if row.role == AssignmentRole.LEAD]
        if task.is_fan_out:
            assert len(leads) > 1
            assert all(row.is_own_part for row in leads)
        else:
            assert [row.is_own_part for row in leads] == [False]


def test_assignments_are_proposals_without_deadline(plan):
    assert not Assignment.objects.exclude(state=AssignmentState.PROPOSED).exists()
    assert not Assignment.objects.filter(deadline__isnull=False).exists()


def test_bodies_that_are_named_together_lead_their_own_parts(plan):
    leads = Assignment.objects.leading().filter(task__is_fan_out=True)

    assert set(leads.values_list("is_own_part", flat=True)) == {True}
    assert set(leads.values_list("task__code", flat=True)) == {
        *("3.1", "4.1", "4.2", "4.5", "5.2", "5.3", "5.5", "5.11"),
        *("III.1.1", "III.1.2", "III.4.1", "III.4.2", "III.4.3"),
        *("III.5.1", "III.5.2", "III.5.3"),
    }


def test_section_iii_is_led_by_the_bodies_that_it_names(plan):
    def kinds(code):
        leads = Assignment.objects.leading().filter(task__code=code)
        return set(leads.values_list("unit__kind", flat=True))

    # The communes answer through their Party committees
    assert UnitKind.PARTY_ORGANIZATION in kinds("III.1.1")
    assert UnitKind.COMMUNE not in kinds("III.1.1") | kinds("III.1.2")
    assert kinds("III.4.1") == {UnitKind.FATHERLAND_FRONT, UnitKind.MASS_ORGANIZATION}
    assert kinds("III.5.1") == {UnitKind.COMMITTEE_OFFICE, UnitKind.PARTY_COMMISSION}


def test_a_commune_is_its_party_committee_beside_its_government(plan):
    for government in Unit.objects.filter(kind=UnitKind.COMMUNE):
        party = Unit.objects.get(code=f"dang-uy-{government.code}")
        assert (party.bloc_id, party.parent) == (Bloc.PARTY, None)
        assert party.position < government.position < party.position + 10


def test_names_of_bodies_that_the_sample_does_not_bring_are_kept(plan):
    names = UnlistedName.objects.in_plan_order().values_list("words", flat=True)

    assert list(names) == ["Hội doanh nghiệp", "Bộ phận TN&TKQ huyện, xã", "các ban HĐND"]


def test_only_assignments_stated_in_the_plan_cite_the_plan(plan):
    """Section III names bodies; it names no department of the district."""
    stated = Assignment.objects.filter(assigned_by__isnull=False)

    assert set(stated.values_list("assigned_by__number", flat=True)) == {plan.number}
    assert set(stated.values_list("task__group__code", flat=True)) == {"III"}
    helpers = stated.filter(role=AssignmentRole.COORDINATING)
    assert not helpers.filter(unit__kind__in=[UnitKind.DEPARTMENT, UnitKind.COMMUNE]).exists()
    leads = Assignment.objects.leading().filter(task__group__code="III")
    assert not leads.filter(assigned_by__isnull=True).exists()


def test_units_are_those_of_march_2024(plan):
    kinds = list(Unit.objects.values_list("kind", flat=True))

    assert len(kinds) == 65
    assert kinds.count(UnitKind.COMMUNE) == 16
    assert kinds.count(UnitKind.DEPARTMENT) == 15
    # Party committees of the communes and of agencies, and the political centre
    assert kinds.count(UnitKind.PARTY_ORGANIZATION) == 20


def test_units_are_found_by_their_aliases(plan):
    for unit in Unit.objects.prefetch_related("aliases"):
        expected = search_text(unit, [row.alias for row in unit.aliases.all()])
        assert set(unit.folded.split(" | ")) == set(expected.split(" | "))


def test_tasks_that_touch_people_carry_a_privacy_note(plan):
    noted = set(Task.objects.exclude(privacy_note="").values_list("code", flat=True))

    assert {"1.1", "2.4", "4.3", "4.4", "4.5", "4.6", "5.3", "5.4", "5.10"} <= noted


def test_no_remark_of_the_researchers_remains(plan):
    words = " ".join(
        f"{task.suggested_evidence} {task.suggested_figures} {task.proposed_lead} "
        f"{task.proposed_coordinators} {task.timing_words}"
        for task in Task.objects.all()
    ).lower()

    assert not any(mark in words for mark in ("memory", "implied", "not in", "continuous", "⚠"))


def test_no_target_is_suggested_because_the_plan_sets_none(plan):
    figures = " ".join(Task.objects.values_list("suggested_figures", flat=True))

    assert not re.search(r"[≥≤]|\d+(,\d+)? ?%", figures)


def test_source_text_is_kept_byte_for_byte(plan, settings):
    source = (settings.BASE_DIR / "fixtures" / "plan_126_source.txt").read_bytes()

    assert raw_text(plan).encode() == source
