"""Rows that one statement reads of several tables are the objects of their QuerySets."""

from decimal import Decimal

import pytest
from django.db.models import Count

from plans.models import Indicator
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryEvent, EntryStatus, IndicatorValue, ProgressEntry
from tests.factories import AssignmentFactory, IndicatorFactory, LegalDocumentFactory, entry_at
from tracker.lib import gathering
from tracker.lib.gathering import ObjectsOf, ValuesOf

pytestmark = pytest.mark.django_db
PARTS = {
    "entries": ObjectsOf(ProgressEntry, ("submission", "submission__period", "decided_by")),
    "short": ObjectsOf(ProgressEntry, without=frozenset({"sent_content"})),
    "indicators": ObjectsOf(Indicator, ("target_document",)),
    "values": ObjectsOf(IndicatorValue),
    "counts": ValuesOf(("entry_id", "num")),
    "nothing": ObjectsOf(EntryEvent),
}


def _queries():
    counted = EntryEvent.objects.order_by().values("entry_id").annotate(num=Count("pk"))
    return {
        "entries": ProgressEntry.objects.all(),
        "short": ProgressEntry.objects.all(),
        "indicators": Indicator.objects.all(),
        "values": IndicatorValue.objects.all(),
        "counts": counted,
    }


def _columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_objects_have_the_values_of_their_querysets(django_assert_num_queries):
    assignment = AssignmentFactory()
    dated = {"target": Decimal("95.5"), "target_document": LegalDocumentFactory()}
    ratio = IndicatorFactory(task=assignment.task, **dated)
    IndicatorFactory(task=assignment.task)
    filed = {
        "indicator_values": {ratio.pk: IndicatorInput(None, Decimal("1234.5"), Decimal(2000))},
        "result": "“Đã” \\ 'xong'",
    }
    entry = entry_at(EntryStatus.RETURNED, assignment=assignment, **filed)

    with django_assert_num_queries(1):
        found = gathering.read("a key", PARTS, _queries)

    for name, queryset in (*_queries().items(),)[:4]:
        by_pk = {row.pk: row for row in found[name]}
        assert {pk: _columns(row) for pk, row in by_pk.items()} == {
            row.pk: _columns(row) for row in queryset
        }
        assert by_pk
    [read] = found["entries"]
    with django_assert_num_queries(0):
        assert _columns(read.submission.period) == _columns(entry.submission.period)
        assert read.decided_by.full_name
        documents = {row.target_document for row in found["indicators"]}
    assert documents == {ratio.target_document, None}
    assert found["counts"] == [(entry.pk, entry.events.count())]
    assert found["nothing"] == []


def test_without_a_key_no_statement_is_kept():
    entry_at(EntryStatus.DRAFT)
    all_of_them = gathering.read(None, PARTS, lambda: {"entries": ProgressEntry.objects.all()})
    none_of_them = gathering.read(None, PARTS, lambda: {"entries": ProgressEntry.objects.none()})

    assert [len(found["entries"]) for found in (all_of_them, none_of_them)] == [1, 0]
