"""Steps of the office on the blocks of a review."""

from datetime import timedelta

import pytest

from reporting.models import BlockKind, Review, ReviewBlock, ReviewStatus
from reporting.papers.blocks import Run, plain, text_of
from reporting.papers.stored import from_json
from reporting.reviews.editing import changing, placing
from reporting.reviews.editing.applying import RECIPIENTS, apply_edits
from reporting.reviews.editing.reading import edits_of
from tests.factories import NOON, TODAY, ReportingPeriodFactory, UserFactory
from tests.race import run_together
from tests.reporting.reviews.editing.small import judgement, keys, with_annexes
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def make_draft(**fields):
    period = ReportingPeriodFactory()
    facts = {
        "plan": period.plan,
        "period_from": period,
        "period_to": period,
        "kind": "interim",
        "title": "sơ kết",
        "cutoff_on": TODAY,
        "requested_at": NOON,
        "queued_at": NOON,
        "status": ReviewStatus.DRAFT,
        "snapshot": {"schema": 0},
        "pdf_sha256": "0" * 64,
    }
    return Review.objects.create(**{**facts, **fields})


@pytest.fixture
def draft():
    return make_draft()


@pytest.fixture
def step(draft):
    """Call a step with what all of them take."""

    def called(function, key=None, **given):
        facts = {"review": draft, "document": judgement(), "by": UserFactory(), "at": NOON}
        facts |= {"key": key} if key else {}
        return function(**{**facts, **given})

    return called


def _save(step, text, *, key="IV.1.2", seen=0, **given):
    return step(changing.save_words, key, runs=plain(text), seen_version=seen, **given)


def _words(key="IV.1.2"):
    return text_of(from_json(ReviewBlock.objects.get(key=key).runs))


def _order(draft):
    return keys(apply_edits(judgement(), edits_of(draft), {}))


def test_words_are_saved_beside_those_of_the_machine(step):
    row = _save(step, "Chủ động.")
    assert (row.version, row.kind, row.after) == (1, BlockKind.PARAGRAPH, "IV.1.1")
    assert text_of(from_json(row.machine_runs)) == "Triển khai kịp thời."
    assert _words() == "Chủ động."


def test_the_same_words_make_no_version(step):
    _save(step, "Chủ động.")
    assert _save(step, "Chủ động.", seen=1).version == 1
    assert _save(step, "Triển khai kịp thời.", key="IV.1.2", seen=1).version == 2


def test_the_words_of_the_machine_make_no_row(step):
    _save(step, "Triển khai kịp thời.")
    assert not ReviewBlock.objects.exists()


def test_two_writers_apart_from_each_other_are_joined(step):
    _save(step, "Đã triển khai kịp thời.")
    joined = _save(step, "Triển khai kịp thời, đúng quy định.", at=LATER)
    assert _words() == "Đã triển khai kịp thời, đúng quy định."
    assert joined.version == 2


def test_two_writers_of_one_word_lose_nothing(step):
    first = UserFactory(full_name="Lê Thị Trước")
    _save(step, "Triển khai sớm.", by=first)
    with pytest.raises(changing.WrittenByAnother, match="Lê Thị Trước") as refusal:
        _save(step, "Triển khai chậm.")
    found = refusal.value
    assert (text_of(found.theirs), text_of(found.mine)) == ("Triển khai sớm.", "Triển khai chậm.")
    assert (found.version, _words()) == (1, "Triển khai sớm.")
    assert _save(step, "Triển khai chậm.", seen=found.version).version == 2


def test_a_writer_who_began_with_an_older_version_is_compared_with_it(step):
    _save(step, "Một hai ba bốn.")
    _save(step, "Một hai ba bốn năm sáu.", seen=1)
    _save(step, "Không, một hai ba bốn.", seen=1)
    assert _words() == "Không, một hai ba bốn năm sáu."


def test_a_writer_is_not_refused_because_another_moved_the_block(step):
    step(placing.move, "IV.1.2", after="IV.2")
    assert _save(step, "Chủ động.").version == 2


def test_figures_are_kept_as_figures(step):
    runs = (Run("Xong "), Run("3", figure="figures.totals.done"))
    step(changing.save_words, "IV.1.1", runs=runs, seen_version=0)
    assert from_json(ReviewBlock.objects.get().runs) == runs


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("IV.1.2", "Theo báo cáo TỐI MẬT", "dấu hiệu mật"),
        ("IV.1.2", "a" * 20_001, "tối đa 20000 ký tự"),
        ("IV.1", "a" * 301, "tối đa 300 ký tự"),
        ("break", "Chữ", "Bảng, biểu đồ không sửa được"),
        ("XII.1", "Ở đâu?", "không còn trong báo cáo"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(step, key, text, words):
    with pytest.raises(Refused, match=words):
        _save(step, text, key=key)


def test_a_list_of_recipients_is_saved(step):
    assert _save(step, "Tỉnh ủy\nLưu VP", key=RECIPIENTS).kind == BlockKind.LIST


@pytest.mark.parametrize("status", [ReviewStatus.QUEUED, ReviewStatus.FAILED])
def test_only_drafts_change(step, status):
    review = make_draft(status=status, error="Lỗi thử.")
    for function, given in (
        (changing.save_words, {"key": "IV.1.2", "runs": plain("x"), "seen_version": 0}),
        (changing.set_hidden, {"key": "IV.1.2", "is_hidden": True}),
        (placing.move, {"key": "IV.1.2", "after": "IV.2"}),
        (placing.add, {"kind": "list", "after": "", "runs": plain("x")}),
        (changing.use_machine_words, {"key": "IV.1.2"}),
        (changing.restore, {"key": "IV.1.2", "version": 1}),
    ):
        with pytest.raises(Refused, match="dự thảo"):
            step(function, review=review, **given)


def test_a_block_is_hidden_and_shown_again(step, draft):
    step(changing.set_hidden, "IV.1.2", is_hidden=True)
    assert "IV.1.2" not in _order(draft)
    row = step(changing.set_hidden, "IV.1.2", is_hidden=False)
    assert "IV.1.2" in _order(draft)
    assert (row.version, row.runs) == (2, None)
    assert step(changing.set_hidden, "IV.1.2", is_hidden=False).version == 2


def test_a_block_changes_places_with_its_neighbour(step, draft):
    step(placing.move_by_one, "IV.1.1", is_up=False)
    assert _order(draft)[:3] == ["IV.1", "IV.1.2", "IV.1.1"]
    step(placing.move_by_one, "IV.1.1", is_up=True)
    assert _order(draft)[:3] == ["IV.1", "IV.1.1", "IV.1.2"]
    step(placing.move_by_one, "IV.1.1", is_up=True)
    assert _order(draft)[:3] == ["IV.1.1", "IV.1", "IV.1.2"]
    with pytest.raises(Refused, match="đầu hoặc cuối"):
        step(placing.move_by_one, "IV.1.1", is_up=True)


def test_a_block_passes_a_hidden_one_in_one_step(step, draft):
    step(changing.set_hidden, "IV.1.1", is_hidden=True)
    step(placing.move_by_one, "IV.1.2", is_up=True)
    assert _order(draft)[:2] == ["IV.1.2", "IV.1"]


def test_only_the_moved_block_leaves_its_place(step, draft):
    first = step(placing.add, kind="paragraph", after="IV.1.2", runs=plain("Một."))
    second = step(placing.add, kind="paragraph", after=first.key, runs=plain("Hai."))
    third = step(placing.add, kind="paragraph", after="IV.1.2", runs=plain("Không."))
    assert _order(draft)[2:6] == ["IV.1.2", third.key, first.key, second.key]
    step(placing.move, first.key, after="IV.1")
    assert _order(draft)[:5] == ["IV.1", first.key, "IV.1.1", "IV.1.2", third.key]
    assert _order(draft)[5] == second.key
    step(placing.move, "IV.1.2", after="IV.1")
    assert _order(draft)[:6] == ["IV.1", "IV.1.2", first.key, "IV.1.1", third.key, second.key]


def test_a_block_follows_no_unknown_one(step):
    with pytest.raises(Refused, match="không còn"):
        step(placing.move, "IV.1.2", after="XII")
    with pytest.raises(Refused, match="không còn"):
        step(placing.add, kind="list", after="XII", runs=plain("x"))


def test_words_at_the_end_of_the_last_section_stand_before_the_annexes(step, draft):
    facts = {"document": with_annexes(), "kind": "paragraph", "runs": plain("Thêm.")}
    under_it = step(placing.add, after="end:IV.3", **facts)
    gone = step(placing.add, after="end:XII", **facts)

    after = apply_edits(with_annexes(), edits_of(draft), {})

    assert keys(after)[-4:] == ["list", "break", under_it.key, gone.key]
    assert [len(annex.blocks) for annex in after.annexes] == [2, 2]


def test_a_block_of_an_annex_does_not_leave_it(step, draft):
    facts = {"document": with_annexes()}
    with pytest.raises(Refused, match="đầu của phụ lục"):
        step(placing.move_by_one, "annex-1.table", is_up=True, **facts)
    with pytest.raises(Refused, match="đầu của phụ lục"):
        step(placing.move_by_one, "annex-1.note", is_up=False, **facts)
    assert not ReviewBlock.objects.exists()


def test_an_added_block_needs_words_and_a_kind(step):
    with pytest.raises(Refused, match="Hãy nhập nội dung"):
        step(placing.add, kind="paragraph", after="IV.1", runs=plain(" "))
    with pytest.raises(Refused, match="Hãy chọn"):
        step(placing.add, kind="table", after="IV.1", runs=plain("x"))
    with pytest.raises(Refused, match="dấu hiệu mật"):
        step(placing.add, kind="list", after="IV.1", runs=plain("TUYỆT MẬT"))


def test_every_version_is_kept_and_any_comes_back(step):
    _save(step, "Một.")
    _save(step, "Hai.", seen=1)
    step(changing.set_hidden, "IV.1.2", is_hidden=True)
    row = step(changing.restore, "IV.1.2", version=1)
    assert (_words(), row.is_hidden, row.version) == ("Một.", True, 4)
    texts = [row.runs[0]["text"] for row in row.versions.order_by("version")]
    assert texts == ["Một.", "Hai.", "Hai.", "Một."]
    assert step(changing.restore, "IV.1.2", version=1).version == 4
    with pytest.raises(Refused, match="Không tìm thấy"):
        step(changing.restore, "IV.1.2", version=9)


def test_the_words_of_the_machine_come_back(step):
    _save(step, "Một.")
    row = step(changing.use_machine_words, "IV.1.2")
    assert (row.runs, row.machine_runs, row.version) == (None, None, 2)
    assert step(changing.use_machine_words, "IV.1.2").version == 2
    own = step(placing.add, kind="paragraph", after="IV.1", runs=plain("Một."))
    with pytest.raises(Refused, match="Văn phòng viết thêm"):
        step(changing.use_machine_words, own.key)


@pytest.mark.django_db(transaction=True)
def test_two_who_save_one_word_at_the_same_moment():
    draft = make_draft()
    people = [UserFactory(), UserFactory()]

    def saving(text, person):
        return lambda: changing.save_words(
            review=draft,
            document=judgement(),
            key="IV.1.2",
            runs=plain(text),
            seen_version=0,
            by=person,
            at=NOON,
        )

    outcomes = run_together(saving("Sớm.", people[0]), saving("Muộn.", people[1]))

    assert sorted(outcomes) == ["done", "refused"]
    assert _words() == ("Sớm." if outcomes[0] == "done" else "Muộn.")


@pytest.mark.django_db(transaction=True)
def test_two_who_save_words_apart_at_the_same_moment_both_stay():
    draft = make_draft()
    people = [UserFactory(), UserFactory()]

    def saving(text, person):
        return lambda: changing.save_words(
            review=draft,
            document=judgement(),
            key="IV.1.2",
            runs=plain(text),
            seen_version=0,
            by=person,
            at=NOON,
        )

    outcomes = run_together(
        saving("Đã triển khai kịp thời.", people[0]),
        saving("Triển khai kịp thời, đủ.", people[1]),
    )

    assert outcomes == ["done", "done"]
    assert _words() == "Đã triển khai kịp thời, đủ."
    assert ReviewBlock.objects.get().versions.count() == 2
