"""A review by the units of that time or of today: same totals, other rows, and a sentence."""

import re
from datetime import date

import pytest
from django.urls import reverse

from plans.models import Assignment
from reporting.models import ByUnits, Review
from reporting.reviews.snapshots import snapshot
from tests.factories import UnitFactory, person
from tests.reporting.reviews.scene import html_of, plan_at_work, request_review
from tests.units.test_succession import succeed
from units.models import Bloc, Role, SuccessionKind

pytestmark = pytest.mark.django_db

SENTENCE = "tính cho đơn vị hiện nay"


def _opening(review, taken):
    html = html_of(review, taken)
    return re.sub(r"<[^>]+>", "", html)


def test_the_work_of_a_succeeded_unit_stands_in_the_row_of_its_heir():
    work = plan_at_work()
    lead = Assignment.objects.owed().select_related("unit").order_by("pk")[0]
    divided = Assignment.objects.owed().select_related("unit").order_by("pk")[3].unit
    heir = UnitFactory(bloc=Bloc.FRONT)
    succeed(lead.unit, heir, day=date(2026, 3, 16))
    for _ in range(2):
        succeed(divided, UnitFactory(), kind=SuccessionKind.SPLIT, day=date(2026, 3, 16))

    reviews = [request_review(work, by_units=by) for by in ByUnits]
    then, now = (snapshot.take(review) for review in reviews)

    assert then["figures"]["totals"] == now["figures"]["totals"]
    assert then["figures"]["by_group"] == now["figures"]["by_group"]
    assert lead.unit_id in {row["unit"] for row in then["figures"]["matrix"]}
    rows = {row["unit"]: row["name"] for row in now["figures"]["matrix"]}
    assert rows[heir.pk] == heir.short_name
    assert lead.unit_id not in rows
    blocs = {row["bloc"]: row["cells"]["assigned"] for row in now["figures"]["by_bloc"]}
    assert blocs[Bloc.FRONT] == 1
    assert SENTENCE not in _opening(reviews[0], then)
    printed = _opening(reviews[1], now)
    assert SENTENCE in printed
    assert f"đã chia, tách thành nhiều đơn vị: {divided.short_name}." in printed


def test_the_office_chooses_when_it_requests_a_review(client):
    work = plan_at_work()
    client.force_login(person(Role.REVIEWER))
    url = reverse("reporting:request-review", args=[work.plan.pk])
    data = {
        "kind": "final",
        "period_from": work.period.pk,
        "period_to": work.period.pk,
        "cutoff_on": "16/03/2026",
        "title": "",
    }

    assert 'name="by_units"' in client.get(url).content.decode()
    page = client.post(url, {**data, "by_units": "now"}, follow=True)
    client.post(url, data)

    assert ByUnits.NOW.label in page.content.decode()
    chosen = Review.objects.order_by("pk").values_list("by_units", flat=True)
    assert list(chosen) == [ByUnits.NOW, ByUnits.THEN]
