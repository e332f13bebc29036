"""Two officers in one section: nothing is overwritten without a choice."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.entries.transitions import Stale
from reporting.filing import filing, merging
from reporting.models import ChecklistAnswer, EntryStatus
from tests.factories import (
    FILED,
    NOON,
    CommitmentFactory,
    CommitmentItemFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh
from units.models import Role

pytestmark = pytest.mark.django_db

COLLEAGUE = "Lê Văn Đồng Nghiệp"


def _saved_by_colleague(entry, **changes):
    """`entry` as read by its writer, then saved with `changes` by another person."""
    seen = fresh(entry)
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(full_name=COLLEAGUE),
        at=timezone.now(),
        **{**FILED, **changes},
    )
    return seen


def _save(seen, by, *, choices=None, chosen_at=None, base=None, **changes):
    entry = fresh(seen)
    return merging.save(
        entry=entry,
        seen_version=seen.version,
        base=merging.base_of(seen) if base is None else base,
        by=by,
        at=NOON,
        choices=choices or {},
        chosen_at=chosen_at,
        **{**FILED, **changes},
    )


# The rule


def test_changes_in_different_fields_are_merged_and_reported():
    entry = entry_at(EntryStatus.DRAFT)
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, obstacle="Thiếu người.", percent=70)

    taken = _save(seen, UserFactory(), base=base, result="Của tôi.")

    after = fresh(entry)
    assert [field.label for field in taken] == ["Tỷ lệ hoàn thành (%)", "Khó khăn, vướng mắc"]
    assert (after.result, after.obstacle, after.percent) == ("Của tôi.", "Thiếu người.", 70)
    assert after.version == seen.version + 2


def test_a_field_changed_by_both_is_a_conflict_and_nothing_is_saved():
    entry = entry_at(EntryStatus.DRAFT)
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, result="Của đồng nghiệp.", obstacle="Thiếu người.")

    with pytest.raises(merging.Collision) as refusal:
        _save(seen, UserFactory(), base=base, result="Của tôi.")

    collision = refusal.value
    assert COLLEAGUE in str(collision)
    assert [(field.name, field.mine, field.theirs) for field in collision.fields] == [
        ("result", "Của tôi.", "Của đồng nghiệp.")
    ]
    assert [field.name for field in collision.taken] == ["obstacle"]
    assert fresh(entry).result == "Của đồng nghiệp."


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Của tôi."), ("theirs", "Của đồng nghiệp."), ("edit", "Của tôi.")]
)
def test_the_choice_resolves_a_conflict(choice, kept):
    entry = entry_at(EntryStatus.DRAFT)
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, result="Của đồng nghiệp.")

    _save(
        seen,
        UserFactory(),
        base=base,
        result="Của tôi.",
        choices={"result": choice},
        chosen_at=entry.version,
    )

    assert fresh(entry).result == kept


def test_a_choice_older_than_another_save_is_ignored():
    entry = entry_at(EntryStatus.DRAFT)
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, result="Của đồng nghiệp.")
    chosen_at = entry.version
    _saved_by_colleague(entry, result="Của đồng nghiệp, bản sau.")

    with pytest.raises(merging.Collision):
        _save(
            seen,
            UserFactory(),
            base=base,
            result="Của tôi.",
            choices={"result": "mine"},
            chosen_at=chosen_at,
        )

    assert fresh(entry).result == "Của đồng nghiệp, bản sau."


def test_without_the_base_of_the_form_every_difference_is_a_conflict():
    entry = entry_at(EntryStatus.DRAFT)
    seen = _saved_by_colleague(entry, obstacle="Thiếu người.")

    with pytest.raises(merging.Collision) as refusal:
        _save(seen, UserFactory(), base="")

    assert [field.name for field in refusal.value.fields] == ["obstacle"]


def test_line_endings_of_a_browser_are_no_change():
    entry = entry_at(EntryStatus.DRAFT, result="Một.\nHai.")
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, result="Một.\nHai.\nBa.")

    taken = _save(seen, UserFactory(), base=base, result="Một.\r\nHai.")

    assert [field.name for field in taken] == ["result"]
    assert fresh(entry).result == "Một.\nHai.\nBa."


def test_answers_of_the_checklist_are_merged():
    entry = entry_at(EntryStatus.DRAFT)
    mine, theirs = CommitmentItemFactory.create_batch(
        2, commitment=CommitmentFactory(task=entry.assignment.task)
    )
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, answers={mine.pk: None, theirs.pk: False})

    _save(seen, UserFactory(), base=base, answers={mine.pk: True, theirs.pk: None})

    kept = dict(ChecklistAnswer.objects.values_list("item", "is_kept"))
    assert kept == {mine.pk: True, theirs.pk: False}


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_lose_no_field():
    entry = entry_at(EntryStatus.DRAFT)
    base = merging.base_of(entry)
    seen = _saved_by_colleague(entry, recommendation="Đề nghị thêm.")
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        lambda: _save(seen, first, base=base, result="Của người thứ nhất."),
        lambda: _save(seen, second, base=base, obstacle="Của người thứ hai."),
    )

    after = fresh(entry)
    assert "done" in outcomes
    assert (after.result == "Của người thứ nhất.") == (outcomes[0] == "done")
    assert (after.obstacle == "Của người thứ hai.") == (outcomes[1] == "done")
    assert after.recommendation == "Đề nghị thêm."


def test_a_conflict_is_a_stale_save():
    assert issubclass(merging.Collision, Stale)


# The pages


@pytest.fixture
def collided(client):
    """A section saved by a colleague after the logged-in officer had opened it."""
    entry = entry_of(EntryStatus.DRAFT, timezone.now())
    officer = person(Role.OFFICER, entry.submission.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    base, version = merging.base_of(entry), entry.version
    _saved_by_colleague(entry, result="Đồng nghiệp đã <b>sửa</b>.", obstacle="Thiếu người.")
    typed = form_of(
        entry,
        version=str(version),
        base=base,
        percent="50",
        result="Tôi đã sửa.",
        obstacle=FILED["obstacle"],
        recommendation=FILED["recommendation"],
    )
    return entry, reverse("reporting:save-entry", args=[entry.pk]), typed


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_conflict_shows_both_texts_and_the_merged_fields(client, collided, headers):
    entry, url, typed = collided

    answer = client.post(url, typed, headers=headers)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"{COLLEAGUE} đã lưu mục này lúc" in text
    assert re.search(r"<mark>Tôi</mark> đã .*<mark>sửa\.</mark>", text)
    assert re.search(r"<mark>Đồng nghiệp</mark> đã .*<mark>&lt;b&gt;sửa&lt;/b&gt;\.</mark>", text)
    assert 'name="keep-result"' in text
    assert 'name="keep-obstacle"' not in text
    assert 'data-take="obstacle" value="Thiếu người."' in text
    assert fresh(entry).result == "Đồng nghiệp đã <b>sửa</b>."


def test_the_page_after_a_conflict_has_the_input_and_the_merged_fields(client, collided):
    _, url, typed = collided

    text = client.post(url, typed).content.decode()

    assert 'name="result" rows="4">Tôi đã sửa.</textarea>' in text
    assert 'name="obstacle" rows="2">Thiếu người.</textarea>' in text


def test_saving_again_without_a_choice_is_a_conflict_again(client, collided):
    entry, url, typed = collided

    answer = client.post(url, {**typed, "seen": str(entry.version)})

    assert answer.status_code == 422
    assert fresh(entry).result == "Đồng nghiệp đã <b>sửa</b>."


def test_the_choice_of_a_plain_form_is_saved(client, collided):
    entry, url, typed = collided

    answer = client.post(url, {**typed, "seen": str(entry.version), "keep-result": "mine"})

    assert answer.status_code == 302
    assert (fresh(entry).result, fresh(entry).obstacle) == ("Tôi đã sửa.", "Thiếu người.")


def test_a_merged_save_names_the_fields_of_the_other(client, collided):
    entry, url, typed = collided

    answer = client.post(url, {**typed, "result": FILED["result"], "percent": "90"}, headers=HTMX)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Đã lấy theo người cùng sửa: Kết quả thực hiện, Khó khăn, vướng mắc" in text
    assert (fresh(entry).percent, fresh(entry).obstacle) == (90, "Thiếu người.")
    assert f'name="base" value="{merging.base_of(fresh(entry))}"' in text
