"""A database of an earlier commit migrates to the newest state and keeps all its rows."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from plans.models import IssuingBody, Plan, TaskKind
from reporting.models import EntryStatus, ProgressEntry, ReviewBlock
from reporting.operations.integrity import findings
from tests.upgrades import notice_keys, rows
from tests.upgrades.changes import (
    GONE_MODELS,
    RENAMED_FIELDS,
    RENAMED_MODELS,
    RENAMED_PERMISSIONS,
    REWRITTEN_FIELDS,
)
from tests.upgrades.upgrading import FIXTURES
from tracker.lib.text import fold
from units.kinds import built_in
from units.models import Bloc, UnitKind

# All tests of a fixture read one upgraded database
pytestmark = pytest.mark.xdist_group("upgrades")


@pytest.fixture(scope="module", params=[file.stem for file in FIXTURES])
def fixture(request, upgraded, django_db_blocker):
    """The rows of an earlier commit, while the default connection leads to their new state."""
    with django_db_blocker.unblock(), upgraded[request.param].as_default() as found:
        yield found.stored


def kept_tables(fixture: dict[str, Any]) -> dict[str, Any]:
    """The tables whose models are there today."""
    return {label: table for label, table in fixture["tables"].items() if label not in GONE_MODELS}


def model_of(label: str) -> Any:
    return apps.get_model(RENAMED_MODELS.get(label, label))


def test_every_row_is_there(fixture):
    num_before = {label: len(table["rows"]) for label, table in kept_tables(fixture).items()}
    num_now = {label: model_of(label)._base_manager.count() for label in num_before}
    assert num_now == num_before


def test_every_field_is_there_or_was_rewritten_on_purpose(fixture):
    gone = [
        f"{label}.{name}"
        for label, table in kept_tables(fixture).items()
        for name in table["fields"]
        if f"{label}.{name}" not in REWRITTEN_FIELDS
        and RENAMED_FIELDS.get(f"{label}.{name}", name)
        not in {field.attname for field in rows.fields_of(model_of(label))}
    ]
    assert gone == []


def test_every_value_is_the_same(fixture):
    tables = kept_tables(fixture).items()
    assert [change for label, table in tables for change in changes_of(label, table)] == []


def changes_of(label: str, table: dict[str, Any]) -> Iterator[str]:
    """Values that an upgrade changed though no migration meant to."""
    model = model_of(label)
    keys = rows.permission_keys(apps)
    kept = model._base_manager.in_bulk()
    fields = {field.attname: field for field in rows.fields_of(model)}
    compared = {
        name: fields[today]
        for name in table["fields"]
        if (today := RENAMED_FIELDS.get(f"{label}.{name}", name)) in fields
        and f"{label}.{name}" not in REWRITTEN_FIELDS
    }
    for values in table["rows"]:
        before = dict(zip(table["fields"], values, strict=True))
        row = kept.get(before[model._meta.pk.attname])
        if row is None:
            yield f"{label} is gone: {before}"
            continue
        for name, field in compared.items():
            now = getattr(row, field.attname)
            if rows.refers_to_permission(field):
                codename, *content_type = before[name]
                codename = RENAMED_PERMISSIONS.get(codename, codename)
                is_same = keys[now] == [codename, *content_type]
            else:
                is_same = now == field.to_python(before[name])
            if not is_same:
                yield f"{label} {row.pk}: {name} was {before[name]!r} and is {now!r}"


def test_notices_name_in_columns_what_their_keys_named(fixture):
    table = fixture["tables"]["reporting.Notice"]
    before = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    if "key" not in table["fields"]:
        return  # the fixture is of a later commit
    expected = {row["id"]: notice_keys.columns_of(row["key"]) for row in before}
    now = model_of("reporting.Notice")._base_manager.values("pk", *notice_keys.COLUMNS)
    assert {
        row.pop("pk"): {name: value for name, value in row.items() if value} for row in now
    } == expected


def test_the_kinds_and_blocs_of_units_are_rows_with_the_names_that_they_had(fixture):
    table = fixture["tables"]["units.Unit"]
    if "kind" not in table["fields"]:
        return  # the fixture is of a later commit
    assert {row.pk: row.name for row in Bloc.objects.in_list_order()} == built_in.BLOCS
    kinds = {row.pk: (row.name, row.bloc_id) for row in UnitKind.objects.in_list_order()}
    assert kinds == built_in.KINDS
    before = {row[table["fields"].index("kind")] for row in table["rows"]}
    assert before <= kinds.keys()


def test_indicators_take_the_last_where_they_are_cumulative_else_the_sum(fixture):
    table = fixture["tables"]["plans.Indicator"]
    if "aggregation" in table["fields"]:
        return  # the fixture is of a later commit
    before = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    now = model_of("plans.Indicator")._base_manager.values_list("pk", "aggregation")
    assert dict(now) == {row["id"]: "last" if row["is_cumulative"] else "sum" for row in before}


def test_percentages_are_gone_from_drafts_of_periodic_tasks(fixture):
    """Whatever was sent once, and every draft of a one-off task, keeps its percentage."""
    table = fixture["tables"]["reporting.ProgressEntry"]
    before = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    assert any(row["percent"] is not None for row in before)
    now = ProgressEntry.objects.select_related("assignment__task").in_bulk()
    for row in before:
        entry = now[row["id"]]
        was_sent = row["status"] != EntryStatus.DRAFT or row["last_sent_at"] is not None
        keeps = was_sent or entry.assignment.task.kind == TaskKind.ONE_OFF
        assert entry.percent == (row["percent"] if keeps else None)


def test_tasks_ask_their_coordinating_units_as_before(fixture):
    table = fixture["tables"]["plans.Task"]
    if "requires_contributions" not in table["fields"]:
        return  # the fixture is of an earlier commit, or of a later one
    before = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    required = {row["id"] for row in before if row["requires_contributions"]}
    now = model_of("plans.Task")._base_manager.values_list("pk", "contribution_rule")
    assert {pk for pk, rule in now if rule == "required"} == required


def test_cut_titles_of_plan_126_are_whole_and_no_other_title_changed(fixture):
    table = fixture["tables"]["plans.Task"]
    titles = import_module("plans.migrations.0019_whole_titles").TITLES
    mended = {cut: whole for cut, whole, *_ in titles.values()}
    now = model_of("plans.Task")._base_manager.in_bulk()
    for values in table["rows"]:
        before = dict(zip(table["fields"], values, strict=True))
        task = now[before["id"]]
        assert task.title == mended.get(before["title"], before["title"])
        if task.plan.number == "126-KH/HU":
            assert task.folded == fold(f"{task.code} {task.title} {task.text}")


def test_plans_get_the_body_and_the_signing_capacity_of_their_head_and_foot(fixture):
    table = fixture["tables"]["plans.Plan"]
    if "body_id" in table["fields"]:
        return  # the fixture is of a later commit
    before = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    assert before
    now = {plan.pk: plan for plan in Plan.objects.select_related("body")}
    for row in before:
        body = now[row["id"]].body
        assert body is not None
        assert (body.superior_body, body.name) == (row["superior_body"], row["issuing_body"])
        assert (body.symbol, body.place) == (row["symbol"], row["place"])
        assert (body.title, body.kind) == (row["issuer"], "committee")
        capacity = body.capacities.get(capacity=row["signer_capacity"])
        assert (capacity.post, capacity.name) == (row["signer_post"], "")
    assert IssuingBody.objects.own().get().shown_name == "Huyện ủy Hải Lăng"


def test_parts_of_reviews_are_paragraphs_at_the_end_of_their_section(fixture):
    label = next((label for label in GONE_MODELS if label in fixture["tables"]), None)
    if label is None:
        return  # the fixture is of a later commit
    table = fixture["tables"][label]
    before = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    assert any(row["text"] for row in before)
    for row in before:
        review = row.get("review_id", row.get("report_id"))
        blocks = ReviewBlock.objects.filter(review=review, after=f"end:{row['key']}")
        written = [block.runs[0]["text"] for block in blocks.order_by("position")]
        assert written == [" ".join(line.split()) for line in row["text"].splitlines() if line]
        for block in blocks:
            assert (block.saved_by_id, block.is_own) == (row["saved_by_id"], True)
            assert [version.runs for version in block.versions.all()] == [block.runs]


def test_references_hold(fixture):
    connection.check_constraints()


def test_rules_of_fields_and_constraints_hold(fixture):
    broken = []
    for model in rows.models_of(apps):
        for row in model._base_manager.all():
            try:
                row.clean_fields(exclude=_unchecked(row))
                for constraint in model._meta.constraints:
                    constraint.validate(model, row)
            except ValidationError as error:
                broken.append(f"{model._meta.label} {row.pk}: {error}")
    assert broken == []


def test_verify_finds_nothing(fixture):
    assert [f"{finding.what}: {finding.where}" for finding in findings()] == []


def _unchecked(row: models.Model) -> set[str]:
    """Empty fields, which the database itself holds, and references, which have a test above."""
    return {
        field.name
        for field in rows.fields_of(type(row))
        if field.is_relation or getattr(row, field.attname) in field.empty_values
    }
