"""Results that the office picks are quoted by reviews, in its order."""

import pytest
from django.urls import reverse

from reporting.models import EntryStatus, ProgressEntry, ReviewExample, ReviewExampleEvent
from reporting.reviews.examples import picking
from reporting.reviews.snapshots import snapshot
from tests.factories import NOON, AssignmentFactory, TaskFactory, entry_at, person
from tests.reporting.reviews.scene import SOLO_RESULT, html_of, plan_at_work, request_review
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def office(client, work):
    client.force_login(person(Role.REVIEWER))
    return client


def _more(work, count):
    """Accepted results of one more task in the first group."""
    task = TaskFactory(group=work.plan.groups.get(code="1"), code="1.7")
    return [
        entry_at(
            EntryStatus.ACCEPTED,
            assignment=AssignmentFactory(task=task, is_own_part=True),
            period=work.period,
            result=f"Kết quả thứ {number}.",
        )
        for number in range(count)
    ]


def _pick(work, *entries):
    for entry in entries:
        picking.pick(entry=entry, by=work.by, at=NOON)


def _order():
    return [row.entry for row in ReviewExample.objects.order_by("position")]


def test_a_picked_result_stands_behind_the_others_and_keeps_its_history(work):
    first, second = _more(work, 2)

    _pick(work, first, second, second)

    assert _order() == [first, second]
    assert [event.kind for event in ReviewExampleEvent.objects.order_by("pk")] == ["picked"] * 2


def test_only_an_accepted_result_with_words_is_picked(work):
    waiting = ProgressEntry.objects.get(status=EntryStatus.SENT)
    [empty] = _more(work, 1)
    empty.result = " "

    for entry in (waiting, empty):
        with pytest.raises(Refused):
            picking.pick(entry=entry, by=work.by, at=NOON)
    assert not ReviewExample.objects.exists()


def test_a_dropped_result_is_told_by_its_history_only(work):
    [entry] = _more(work, 1)
    _pick(work, entry)

    picking.drop(entry=entry, by=work.by, at=NOON)
    picking.drop(entry=entry, by=work.by, at=NOON)

    assert _order() == []
    assert [event.kind for event in entry.example_events.order_by("pk")] == ["picked", "dropped"]


def test_an_example_moves_within_its_group(work):
    entries = _more(work, 3)
    _pick(work, *entries)
    first, second, third = entries

    picking.move(entry=third, direction="up", by=work.by, at=NOON)
    assert _order() == [first, third, second]
    picking.move(entry=first, direction="up", by=work.by, at=NOON)
    assert _order() == [first, third, second]
    picking.move(entry=first, direction="down", by=work.by, at=NOON)
    assert _order() == [third, first, second]


def test_what_is_no_example_does_not_move(work):
    [entry] = _more(work, 1)

    with pytest.raises(Refused):
        picking.move(entry=entry, direction="up", by=work.by, at=NOON)


def test_a_review_quotes_the_examples_in_their_order(work):
    first, second = _more(work, 2)
    solo = ProgressEntry.objects.get(result=SOLO_RESULT)
    _pick(work, second, first)

    review = request_review(work)
    html = html_of(review, snapshot.take(review))

    assert f'data-source="entry:{solo.pk}"' in html
    body = html.split("Nổi bật: ")[1].split("</p>")[0]
    assert body.index(second.result) < body.index(first.result)
    assert "Kết quả cụ thể" not in html


def test_an_example_that_is_accepted_no_longer_is_not_quoted(work):
    [entry] = _more(work, 1)
    _pick(work, entry)
    entry.events.update(to_status=EntryStatus.SENT)

    review = request_review(work)
    assert "Nổi bật" not in html_of(review, snapshot.take(review))


def test_the_office_picks_on_the_page_of_a_result(office, work):
    [entry] = _more(work, 1)
    page = reverse("reporting:entry", args=[entry.pk])
    assert "Chọn để báo cáo nêu nguyên văn" in office.get(page).content.decode()

    answer = office.post(reverse("reporting:pick-example", args=[entry.pk]))

    assert answer.url == page
    assert "Thôi nêu trong báo cáo" in office.get(page).content.decode()
    office.post(reverse("reporting:drop-example", args=[entry.pk]))
    assert _order() == []


def test_the_office_picks_beside_the_result_in_the_report_of_the_unit(office, work):
    [entry] = _more(work, 1)
    page = reverse("reporting:file-submission", args=[entry.submission_id])
    assert "Thôi nêu trong báo cáo" not in office.get(page).content.decode()

    answer = office.post(reverse("reporting:pick-example", args=[entry.pk]), {"on_submission": "1"})

    assert answer.url == f"{page}#entry-{entry.pk}"
    assert "Thôi nêu trong báo cáo" in office.get(page).content.decode()
    office.force_login(person(Role.LEADER))
    assert "trong báo cáo</button>" not in office.get(page).content.decode()


def test_a_refusal_is_told_in_words(office, work):
    waiting = ProgressEntry.objects.get(status=EntryStatus.SENT)

    answer = office.post(reverse("reporting:pick-example", args=[waiting.pk]), follow=True)

    assert "Chỉ nêu trong báo cáo kết quả đã được chấp nhận." in answer.content.decode()


def test_the_list_changes_the_order(office, work):
    first, second = _more(work, 2)
    _pick(work, first, second)
    page = reverse("reporting:list-examples", args=[work.plan.pk])

    answer = office.post(
        reverse("reporting:move-example", args=[second.pk]), {"direction": "up", "on_list": "1"}
    )

    assert answer.url == page
    text = office.get(page).content.decode()
    assert text.index(second.result) < text.index(first.result)


def test_an_empty_list_says_what_reviews_quote_then(office, work):
    page = office.get(reverse("reporting:list-examples", args=[work.plan.pk])).content.decode()

    assert "Chưa chọn kết quả nào" in page


def test_the_list_offers_accepted_results_to_pick_by_task_or_words(office, work):
    picked, offered = _more(work, 2)
    _pick(work, picked)
    page = reverse("reporting:list-examples", args=[work.plan.pk])

    def names(search):
        return [entry.result for entry in office.get(page, {"q": search}).context["offers"]]

    assert names("1.7") == names("KET QUA THU") == [offered.result]
    assert SOLO_RESULT in names("")
    office.post(reverse("reporting:pick-example", args=[offered.pk]), {"on_list": "1"})
    assert _order() == [picked, offered]
    assert names("1.7") == []


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_rows(
    office, work, n, django_assert_num_queries
):
    _pick(work, *_more(work, n))

    with django_assert_num_queries(6):
        office.get(reverse("reporting:list-examples", args=[work.plan.pk]))
