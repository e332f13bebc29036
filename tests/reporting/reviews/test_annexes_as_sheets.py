"""The annexes of a review are downloaded as an Excel workbook."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reporting.models import Review
from reporting.papers.sheets import CONTENT_TYPE
from tests.factories import person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def leader(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_leader_downloads_the_annexes_with_numbers_as_numbers(leader):
    review = compiled(request_review(plan_at_work()))

    response = leader.get(reverse("reporting:download-annexes", args=[review.pk]))

    assert response["Content-Type"] == CONTENT_TYPE
    assert "bao-cao-so-ket" in response["Content-Disposition"]
    assert response["Content-Disposition"].endswith('.xlsx"')
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames[:3] == ["Bảng 1", "Phụ lục 1", "Phụ lục 2"]
    total = [row for row in book["Bảng 1"].iter_rows(values_only=True) if row[0] == "Cộng"]
    assert total[0][1] == review.snapshot["figures"]["totals"]["applicable"]


def test_figures_of_an_earlier_version_are_not_exported(leader):
    review = compiled(request_review(plan_at_work()))
    Review.objects.filter(pk=review.pk).update(snapshot={"schema": 0})

    page = leader.get(reverse("reporting:download-annexes", args=[review.pk]), follow=True)

    assert "Hãy chốt lại số liệu" in page.content.decode()
