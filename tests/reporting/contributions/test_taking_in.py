"""The lead takes what a co-ordinating unit sent into its result, once, with the source linked."""

import pytest

from reporting.contributions import contributing
from reporting.filing import filing, merging
from reporting.models import ContributionUse, ProgressEntry
from tests.factories import FILED, NOON, person
from tests.race import run_together
from tests.reporting.contributions.scene import WORDS, Scene, take_in
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


def test_the_text_is_appended_to_what_was_typed_and_its_source_linked():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()

    take_in(entry, sent, by=scene.officer, result="Đã họp.")

    stored = ProgressEntry.objects.get(pk=entry.pk)
    assert stored.result == f"Đã họp.\n\n{WORDS}"
    assert (stored.version, stored.saved_by) == (2, scene.officer)
    use = ContributionUse.objects.get()
    assert (use.contribution, use.entry, use.by, use.at) == (sent, stored, scene.officer, NOON)
    assert [event.kind for event in sent.events.order_by("pk")] == ["sent", "used"]


def test_a_second_time_is_refused_and_changes_nothing():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()
    take_in(entry, sent, by=scene.officer)

    with pytest.raises(Refused, match="đã được lấy vào kết quả này"):
        take_in(entry, sent, by=scene.officer, result="Khác.")

    assert ProgressEntry.objects.get().result.count(WORDS) == 1


def test_a_collision_with_a_colleague_takes_nothing():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()
    base = merging.base_of(entry)
    theirs = {**FILED, "result": "Của đồng nghiệp."}
    filing.save_entry(entry=entry, seen_version=0, by=scene.officer, at=NOON, **theirs)

    with pytest.raises(merging.Collision):
        take_in(entry, sent, by=scene.officer, base=base, seen=0, result="Của tôi.")

    assert ProgressEntry.objects.get().result == "Của đồng nghiệp."
    assert not ContributionUse.objects.exists()
    assert sent.events.count() == 1


def test_what_was_taken_back_cannot_be_used():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()
    contributing.take_back(contribution=sent, by=scene.writer, at=NOON)

    with pytest.raises(Refused, match="vừa lấy lại"):
        take_in(entry, sent, by=scene.officer)


def test_a_contribution_to_another_task_cannot_be_used():
    scene, other = Scene(), Scene()

    with pytest.raises(Refused, match="thuộc nhiệm vụ hoặc kỳ báo cáo khác"):
        take_in(scene.entry(), other.send(), by=scene.officer)


def test_a_result_that_would_become_too_long_is_refused():
    scene = Scene()

    with pytest.raises(Refused, match="quá dài"):
        take_in(scene.entry(), scene.send(), by=scene.officer, result="x" * filing.LONGEST_TEXT)

    assert ProgressEntry.objects.get().result == ""


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_take_it_in_once():
    scene = Scene()
    sent, entry = scene.send(), scene.entry()
    colleague = person(Role.OFFICER, scene.lead.unit)
    again = ProgressEntry.objects.select_related("submission__period", "assignment__task").get()

    outcomes = run_together(
        lambda: take_in(entry, sent, by=scene.officer),
        lambda: take_in(again, scene.helper.contributions.for_row().get(), by=colleague),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert ProgressEntry.objects.get().result.count(WORDS) == 1
    assert ContributionUse.objects.count() == 1
