"""Contributions under a plan that needs the confirmation of heads follow the rule of results."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.contributions import attaching, confirming, contributing
from reporting.contributions.offers import offers_to
from reporting.entries.transitions import Stale
from reporting.models import Contribution, Notice, NoticeKind
from reporting.notices.reminding import out_of_date
from tests.factories import PASSWORD, UserFactory, person
from tests.race import run_together
from tests.reporting.contributions.scene import WORDS, Scene
from tracker.lib.refusal import Refused
from units.models import Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return _scene()


def _scene():
    scene = Scene(at=timezone.now())
    Plan.objects.update(needs_head_confirmation=True)
    scene.period.plan.refresh_from_db()
    scene.head = person(Role.HEAD, scene.helper.unit)
    return scene


def _presented(scene):
    saved = scene.save()
    confirming.ask(contribution=saved, by=scene.writer, at=scene.at)
    return Contribution.objects.for_row().get(pk=saved.pk)


def _confirm(scene, row, *, seen=None):
    seen = row.version if seen is None else seen
    confirming.confirm(contribution=row, seen=seen, by=scene.head, at=scene.at)
    return Contribution.objects.for_row().get(pk=row.pk)


def _kinds(row):
    return list(row.events.order_by("pk").values_list("kind", flat=True))


def _notices(user):
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def _log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_an_officer_cannot_send_past_the_head(scene):
    saved = scene.save()

    with pytest.raises(Refused, match="yêu cầu thủ trưởng xác nhận"):
        contributing.send(contribution=saved, by=scene.writer, at=scene.at)


def test_the_confirmation_sends_what_was_presented_and_notifies(scene):
    row = _presented(scene)
    assert row.is_with_head
    entry = scene.entry()
    assert offers_to(entry.submission, [scene.task.pk]) == {}

    sent = _confirm(scene, row)

    assert (sent.is_sent, sent.sent_by) == (True, scene.head)
    assert _kinds(sent) == ["asked", "sent"]
    assert sent.events.last().content["text"] == WORDS
    assert _notices(scene.head) == [NoticeKind.CONFIRMATION_ASKED]
    assert _notices(scene.writer) == [NoticeKind.CONFIRMED]
    assert _notices(scene.officer) == [NoticeKind.CONTRIBUTED]
    assert offers_to(entry.submission, [scene.task.pk])[scene.task.pk].in_order


def test_nothing_changes_while_it_waits_for_the_head(scene):
    row = _presented(scene)

    for step in (
        lambda: scene.save("Sửa.", seen=row.version),
        lambda: attaching.attach(
            period=scene.period,
            assignment=scene.helper,
            number="1/BC",
            is_declared_not_secret=True,
            by=scene.writer,
            at=scene.at,
        ),
        lambda: confirming.ask(contribution=row, by=scene.writer, at=scene.at),
    ):
        with pytest.raises(Refused, match="chờ thủ trưởng xác nhận"):
            step()

    assert Contribution.objects.get().text == WORDS


def test_what_is_withdrawn_is_edited_and_presented_again(scene):
    row = _presented(scene)
    notice = Notice.objects.get(recipient=scene.head)
    today = timezone.localdate()
    assert out_of_date([notice], today=today) == set()

    confirming.withdraw(contribution=row, by=scene.writer, at=scene.at)
    assert out_of_date([notice], today=today) == {notice.pk}
    again = _presented(scene)

    assert _kinds(again) == ["asked", "withdrawn", "asked"]
    with pytest.raises(Stale, match="trình lại sau khi bạn mở trang"):
        _confirm(scene, row, seen=row.version)
    assert _confirm(scene, again).is_sent


def test_what_is_given_back_says_why(scene):
    row = _presented(scene)
    decide = {"contribution": row, "seen": row.version, "by": scene.head, "at": scene.at}

    with pytest.raises(Refused, match="Cần nêu ý kiến"):
        confirming.give_back(note=" ", **decide)
    confirming.give_back(note="Thiếu số liệu.", **decide)

    draft = Contribution.objects.get()
    assert (draft.status, draft.events.last().note) == ("draft", "Thiếu số liệu.")
    assert _notices(scene.writer) == [NoticeKind.GIVEN_BACK]
    with pytest.raises(Stale, match="không còn chờ"):
        _confirm(scene, row)


def test_without_a_head_nothing_is_presented(scene):
    scene.head.memberships.all().delete()
    Unit.objects.filter(pk=scene.helper.unit_id).update(last_day=None)
    scene.head.groups.clear()

    with pytest.raises(Refused, match="chưa có thủ trưởng"):
        _presented(scene)


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_contribution_is_not_presented(scene, text):
    saved = scene.save(text)

    with pytest.raises(Refused, match="Cần nêu nội dung"):
        confirming.ask(contribution=saved, by=scene.writer, at=scene.at)


def test_without_the_rule_nothing_is_presented(scene):
    Plan.objects.update(needs_head_confirmation=False)

    with pytest.raises(Refused, match="không yêu cầu thủ trưởng"):
        _presented(scene)


def test_what_waits_when_the_rule_is_waived_can_still_be_confirmed(scene):
    row = _presented(scene)
    Plan.objects.update(needs_head_confirmation=False)

    assert _confirm(scene, row).is_sent


def test_a_closed_period_takes_no_confirmation(scene):
    row = _presented(scene)
    scene.period.closed_at = scene.at
    scene.period.data_to = timezone.localdate() - timedelta(days=1)
    scene.period.save()

    with pytest.raises(Refused, match="đã đóng"):
        _confirm(scene, row)


@pytest.mark.django_db(transaction=True)
def test_a_presented_contribution_is_either_confirmed_or_withdrawn():
    scene = _scene()
    row = _presented(scene)

    outcomes = run_together(
        lambda: confirming.confirm(contribution=row, seen=row.version, by=scene.head, at=scene.at),
        lambda: confirming.withdraw(contribution=row, by=UserFactory(), at=scene.at),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Contribution.objects.get().is_sent == (outcomes[0] == "done")


def test_the_pages_lead_from_the_officer_to_the_head(client, scene):
    write = reverse("reporting:write-contribution", args=[scene.period.pk, scene.helper.pk])
    _log_in(client, scene.writer)
    assert "Trình thủ trưởng" in client.get(write).content.decode()
    asked = client.post(write, {"version": "0", "text": WORDS, "send": "1"}, follow=True)
    assert "Đã trình thủ trưởng." in asked.content.decode()
    listed = client.get(reverse("reporting:list-contributions")).content.decode()
    assert "Chờ thủ trưởng xác nhận" in listed
    assert "Rút lại để sửa" in client.get(write).content.decode()
    row = Contribution.objects.get()

    _log_in(client, scene.head)
    page = reverse("reporting:contribution", args=[row.pk])
    assert page in client.get("/").content.decode()
    assert "Xác nhận và gửi" in client.get(page).content.decode()
    give_back = reverse("reporting:give-back-contribution", args=[row.pk])
    refused = client.post(give_back, {"seen": row.version, "note": ""})
    assert refused.status_code == 422
    assert "Cần nêu ý kiến" in refused.content.decode()
    client.post(give_back, {"seen": row.version, "note": "Thiếu số liệu."})

    _log_in(client, scene.writer)
    assert "Thiếu số liệu." in client.get(write).content.decode()
    version = Contribution.objects.get().version
    client.post(write, {"version": version, "text": WORDS, "send": "1"})
    withdraw = reverse("reporting:withdraw-contribution", args=[row.pk])
    assert "Đã rút lại." in client.post(withdraw, follow=True).content.decode()
    version = Contribution.objects.get().version
    client.post(write, {"version": version, "text": WORDS, "send": "1"})

    _log_in(client, scene.head)
    confirm = reverse("reporting:confirm-contribution", args=[row.pk])
    stale = client.post(confirm, {"seen": row.version})
    assert stale.status_code == 422
    assert "trình lại sau khi bạn mở trang" in stale.content.decode()
    done = client.post(confirm, {"seen": Contribution.objects.get().version}, follow=True)
    assert "Đã xác nhận và gửi" in done.content.decode()
    assert Contribution.objects.get().is_sent


def test_a_remark_that_is_refused_stays_in_its_field(client, scene):
    row = _presented(scene)
    _log_in(client, scene.head)

    url = reverse("reporting:give-back-contribution", args=[row.pk])
    html = client.post(url, {"seen": "x", "note": "Thiếu số liệu."}).content.decode()

    assert "Thiếu số liệu.</textarea>" in html


def test_a_remark_outlives_the_session(client, scene):
    row = _presented(scene)
    url = reverse("reporting:give-back-contribution", args=[row.pk])
    typed = {"seen": row.version, "note": "Thiếu số liệu.", "writer": scene.head.pk}
    log_in = client.post(url, typed)
    token = re.search(r'name="unfinished" value="([^"]+)"', log_in.content.decode()).group(1)

    page = client.post(
        reverse("units:log-in"),
        {"username": scene.head.username, "password": PASSWORD, "unfinished": token, "next": url},
        follow=True,
    )

    assert "Thiếu số liệu.</textarea>" in page.content.decode()
    assert Contribution.objects.get().is_with_head
