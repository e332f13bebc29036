"""Saving, sending and taking back what a co-ordinating unit did."""

from datetime import timedelta

import pytest

from plans import assigning, leading
from plans.models import Assignment, AssignmentRole, AssignmentState, EndReason
from reporting.contributions import contributing
from reporting.contributions.assigned import contributing_in, parts_of
from reporting.contributions.offers import offers_to
from reporting.filing import filing
from reporting.models import (
    AdjustmentKind,
    Contribution,
    ContributionEventKind,
    EntryStatus,
    Notice,
    NoticeKind,
    PeriodAdjustment,
)
from reporting.notices.reminding import out_of_date
from reporting.periods import opening
from tests.factories import FILED, NOON, TODAY, UserFactory, person
from tests.race import run_together
from tests.reporting.contributions.scene import WORDS, Scene, take_in
from tracker.lib.refusal import Refused
from units.models import Role, Unit

pytestmark = pytest.mark.django_db


def _kinds(contribution):
    return list(contribution.events.order_by("pk").values_list("kind", flat=True))


def _parts(scene):
    return parts_of({scene.helper.unit_id}, today=TODAY)


def test_what_is_sent_stays_in_the_history_and_notifies_the_officers_of_the_lead():
    scene = Scene()
    person(Role.HEAD, scene.lead.unit)

    sent = scene.send()

    assert (sent.is_sent, sent.sent_by, sent.sent_at) == (True, scene.writer, NOON)
    event = sent.events.get()
    assert event.kind == ContributionEventKind.SENT
    assert event.content == {"text": WORDS, "evidence": []}
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient) == (NoticeKind.CONTRIBUTED, scene.officer)
    assert scene.helper.unit.short_name in notice.text


def test_a_save_of_an_old_version_is_refused_with_the_text_of_the_other():
    scene = Scene()
    scene.save("Của đồng nghiệp.", by=UserFactory())

    with pytest.raises(contributing.ContributionCollision) as refusal:
        scene.save("Của tôi.", seen=0)

    assert refusal.value.theirs.text == "Của đồng nghiệp."
    assert Contribution.objects.get().text == "Của đồng nghiệp."


def test_a_contribution_that_was_taken_back_is_sent_anew_with_a_notice_of_its_own():
    scene = Scene()
    sent = scene.send()
    first = Notice.objects.get()

    contributing.take_back(contribution=sent, by=scene.writer, at=NOON)
    assert out_of_date([first], today=TODAY) == {first.pk}
    again = scene.send("Đã làm thêm.")

    assert _kinds(again) == ["sent", "taken_back", "sent"]
    assert Notice.objects.count() == 2
    assert out_of_date([first], today=TODAY) == set()


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda scene, row: scene.save("Sửa.", seen=row.version), "Lấy lại để sửa"),
        (
            lambda scene, row: contributing.send(contribution=row, by=scene.writer, at=NOON),
            "đã gửi",
        ),
    ],
)
def test_what_was_sent_is_not_changed_or_sent_again(step, words):
    scene = Scene()
    sent = scene.send()

    with pytest.raises(Refused, match=words):
        step(scene, sent)

    assert Contribution.objects.get().text == WORDS


def test_what_a_lead_uses_is_not_taken_back():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()
    contributing.use(contribution=sent, entry=entry, by=scene.officer, at=NOON)

    with pytest.raises(Refused, match="đã lấy nội dung này vào kết quả"):
        contributing.take_back(contribution=sent, by=scene.writer, at=NOON)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Văn bản số 05-BC/HU (M)", "dấu hiệu mật"), ("dài " * 1001, "tối đa 4000 ký tự")],
)
def test_a_text_that_may_not_be_stored_is_refused(text, words):
    with pytest.raises(Refused, match=words):
        Scene().save(text)

    assert not Contribution.objects.exists()


def test_an_empty_contribution_is_not_sent():
    scene = Scene()

    with pytest.raises(Refused, match="Cần nêu nội dung"):
        scene.send(" ")


def test_a_closed_period_receives_nothing():
    scene = Scene()
    scene.period.due_on = TODAY - timedelta(days=1)
    scene.period.closed_at = NOON
    scene.period.data_to = TODAY
    scene.period.save()

    with pytest.raises(Refused, match="không nhận nội dung phối hợp"):
        scene.save()


@pytest.mark.parametrize(
    "values",
    [
        {"role": AssignmentRole.LEAD, "is_own_part": True},
        {"state": AssignmentState.PROPOSED},
        {"ended_on": TODAY, "end_reason": EndReason.DROPPED},
        {"first_day": TODAY + timedelta(days=60)},
    ],
)
def test_only_confirmed_co_ordinating_units_in_force_on_the_last_day_contribute(values):
    scene = Scene()
    for name, value in values.items():
        setattr(scene.helper, name, value)
    scene.helper.save()

    with pytest.raises(Refused, match="không phối hợp nhiệm vụ này"):
        scene.save()
    assert _parts(scene) == []


def test_a_unit_that_ends_within_the_period_is_not_asked():
    scene = Scene()
    Unit.objects.filter(pk=scene.helper.unit_id).update(last_day=TODAY)

    assert not contributing_in(scene.period).exists()


def test_a_unit_that_contributed_may_become_a_lead_and_is_not_removed():
    scene = Scene()
    sent = scene.send()
    common = {"task": scene.task, "unit": scene.helper.unit, "by": UserFactory(), "at": NOON}

    with pytest.raises(Refused, match="không bỏ phân công được"):
        assigning.set_role(role=None, **common)
    leading.add_lead(**common)

    led = Assignment.objects.current().get(unit=scene.helper.unit)
    assert (led.role, led.is_own_part) == (AssignmentRole.LEAD, True)
    assert list(scene.helper.contributions.all()) == [sent]


def test_the_lead_sends_without_what_is_required_of_others():
    scene = Scene()
    scene.require()
    entry = scene.entry()
    filing.save_entry(entry=entry, seen_version=entry.version, by=scene.officer, at=NOON, **FILED)

    filing.send(submission=entry.submission, by=scene.officer, at=NOON)

    entry.refresh_from_db()
    assert entry.status == EntryStatus.SENT
    assert [part.is_due for part in _parts(scene)] == [True]


def test_a_released_unit_may_contribute_and_is_not_asked_to():
    scene = Scene()
    scene.require()
    entry = scene.entry()
    assert offers_to(entry.submission, [scene.task.pk])[scene.task.pk].missing
    PeriodAdjustment.objects.create(
        period=scene.period,
        unit=scene.helper.unit,
        kind=AdjustmentKind.RELEASED,
        reason="Mới thành lập.",
        at=NOON,
        by=UserFactory(),
    )

    assert [part.is_due for part in _parts(scene)] == [False]
    assert offers_to(entry.submission, [scene.task.pk]) == {}
    assert scene.send().is_sent


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_of_the_same_version_one_is_refused():
    scene = Scene()
    others = [person(Role.OFFICER, scene.helper.unit) for _ in range(2)]
    texts = ["Của người thứ nhất.", "Của người thứ hai."]

    outcomes = run_together(
        *(
            lambda text=text, by=by: scene.save(text, seen=0, by=by)
            for text, by in zip(texts, others, strict=True)
        )
    )

    assert sorted(outcomes) == ["done", "refused"]
    kept = Contribution.objects.get()
    assert kept.text == texts[outcomes.index("done")]
    assert kept.version == 1


@pytest.mark.django_db(transaction=True)
def test_a_contribution_is_either_taken_back_or_used():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()
    seen = Contribution.objects.for_row().get(pk=sent.pk)

    outcomes = run_together(
        lambda: contributing.take_back(contribution=seen, by=scene.writer, at=NOON),
        lambda: take_in(entry, sent, by=scene.officer),
    )

    assert sorted(outcomes) == ["done", "refused"]
    sent.refresh_from_db()
    assert sent.is_sent == sent.uses.exists() == (outcomes[1] == "done")


def test_a_period_that_closes_keeps_what_was_sent():
    scene = Scene()
    sent = scene.send()

    opening.close_period(
        period=scene.period, by=UserFactory(), at=NOON, note="Đủ.", despite=scene.period.due_on
    )

    with pytest.raises(Refused, match="đã đóng"):
        contributing.take_back(contribution=sent, by=scene.writer, at=NOON)
