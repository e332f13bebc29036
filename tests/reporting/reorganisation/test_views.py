"""The pages: what was typed stays, a file takes the place of the table, decisions join."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from reporting.models import Reorganisation
from reporting.reorganisation import preparing
from tests.factories import NOON, TODAY, LegalDocumentFactory, UnitFactory, person
from tests.reporting.reorganisation.scene import preview, scene
from units.models import Role

pytestmark = pytest.mark.django_db
ADD = reverse("reporting:add-reorganisation")


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def book(*rows):
    workbook, stream = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.active.merge_cells("B3:B4")
    workbook.save(stream)
    stream.seek(0)
    stream.name = "sap-xep.xlsx"
    return stream


def test_the_table_of_a_file_stays_while_the_rest_is_mended(office):
    UnitFactory(name="Xã Bắc")
    heads, first, second = ("Đơn vị cũ", "Đơn vị mới"), ("Xã Bắc", "Xã Sen"), ("Xã Nam", None)
    typed = {"effective_on": "16/03/2026", "table": ""}

    refused = office.post(ADD, {**typed, "file": book(("Phụ lục",), heads, first, second)})

    assert refused.status_code == 422
    table = refused.context["form"]["table"].value()
    assert "Xã Nam\tXã Sen" in table
    assert "Hãy chọn văn bản quyết định" in refused.content.decode()
    document = {"kind": "Nghị quyết", "number": "9/NQ-MAU", "issued_on": "01/03/2026"}
    saved = office.post(ADD, {**typed, "table": table, **document})
    act = Reorganisation.objects.get()
    assert saved.url == reverse("reporting:reorganisation", args=[act.pk])
    assert act.document.number == "9/NQ-MAU"
    page = office.get(saved.url).content.decode()
    assert "không có đơn vị nào tên “Xã Nam”" in page


def test_a_page_of_decisions_changes_only_what_was_changed_on_it(office):
    made = scene()
    act = made.prepared()
    page = reverse("reporting:reorganised-unit", args=[act.pk, made.dissolved.pk])
    (one,) = preview(act).unit(made.dissolved.pk).work
    pk = one.work.pk
    assert "Hội đồng cũ" in office.get(page).content.decode()

    office.post(page, {f"was-{pk}": "keep", f"decide-{pk}": "close"})
    # Another person had the page open since before
    office.post(page, {f"was-{pk}": "keep", f"decide-{pk}": "keep"})

    assert str(preview(act).unit(made.dissolved.pk).work[0].decision) == "close"


def test_the_list_takes_as_many_queries_for_many(office, django_assert_num_queries):
    def add():
        preparing.prepare(
            document=LegalDocumentFactory(),
            effective_on=TODAY,
            table="Xã Bắc\tkhông",
            by=person(Role.ADMINISTRATOR),
            at=NOON,
        )

    url = reverse("reporting:list-reorganisations")
    add()
    office.get(url)
    with django_assert_num_queries(5):
        office.get(url)
    add()
    add()
    with django_assert_num_queries(5):
        office.get(url)
