"""What a unit reworks is its own affair until it sends again."""

import io
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reporting.evidence import attaching
from reporting.filing import filing
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryStatus, Evidence, ProgressEntry
from reporting.verification import verifying
from tests.factories import (
    FILED,
    CommitmentFactory,
    CommitmentItemFactory,
    ReportingPeriodFactory,
    ValueIndicatorFactory,
    entry_at,
)
from tests.permissions.scene import Scene, kept, undone
from tests.test_permission_matrix import RULES
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
INSIDE = ("officer", "head")
OUTSIDE = ("reviewer", "leader", "observer", "administrator")
SENT_TEXT, DRAFT_TEXT = "Kết quả như đã gửi.", "BẢN ĐANG SỬA."
SENT_NUMBER, DRAFT_NUMBER = "111.222", "987.654"
READ_RULES = [rule for rule in RULES if rule.method == "get"]


class Reworked(Scene):
    """A sent result of which the unit changes everything, without sending it again."""

    def __post_init__(self):
        super().__post_init__()
        self.now = timezone.now()
        self.officer = self.people["officer"]
        self.indicator = ValueIndicatorFactory(task=self.task)
        self.item = CommitmentItemFactory(commitment=CommitmentFactory(task=self.task))
        self.take_back()
        self.write(SENT_TEXT, SENT_NUMBER, 40, is_kept=True)
        self.old = self.attach("1/BC-CU")
        filing.send(submission=self.submission, by=self.officer, at=self.tick())
        self.entry = self.fresh()

    def tick(self):
        self.now += timedelta(seconds=1)
        return self.now

    def take_back(self):
        filing.take_back(entry=self.fresh(), by=self.officer, at=self.now, note="Sửa số liệu.")

    def send_back(self):
        verifying.send_back(
            entry=self.fresh(),
            by=self.people["reviewer"],
            at=self.tick(),
            reason="Thiếu.",
            answer_by=timezone.localdate(self.now),
        )

    def rework(self):
        """Write a draft into the entry, which is with the unit again."""
        self.write(DRAFT_TEXT, DRAFT_NUMBER, 77, is_kept=False)
        attaching.remove(evidence=self.old, by=self.officer, at=self.tick())
        self.new = self.attach("9/BC-NHAP")

    def write(self, text, number, percent, *, is_kept):
        entry = self.fresh()
        value = Decimal(number.replace(".", ""))
        texts = dict.fromkeys(("result", "obstacle", "recommendation"), text)
        filing.save_entry(
            entry=entry,
            seen_version=entry.version,
            by=self.officer,
            at=self.tick(),
            **{**FILED, **texts, "percent": percent},
            answers={self.item.pk: is_kept},
            indicator_values={self.indicator.pk: IndicatorInput(value)},
        )

    def attach(self, number):
        return attaching.attach(
            entry=self.fresh(),
            by=self.officer,
            at=self.tick(),
            is_declared_not_secret=True,
            number=number,
        )

    def later_entry(self):
        """A sent entry of the period after this one."""
        first = self.period.data_to + timedelta(days=1)
        period = ReportingPeriodFactory(
            plan=self.plan,
            data_from=first,
            data_to=first + timedelta(days=30),
            due_on=first + timedelta(days=40),
            opened_at=self.now,
        )
        return entry_at(EntryStatus.SENT, assignment=self.assignment, period=period, at=self.tick())

    def fresh(self):
        rows = ProgressEntry.objects.select_related("submission__period__plan", "assignment__task")
        return rows.get(pk=self.entry.pk)

    def read(self, who, name, *args):
        client = Client()
        client.force_login(self.people[who], backend=BACKEND)
        response = client.get(reverse(f"reporting:{name}", args=args))
        return response.content.decode() if response.status_code == 200 else ""


@pytest.fixture(scope="module")
def base(django_db_setup, django_db_blocker):
    with kept(Reworked, django_db_blocker) as scene:
        yield scene


@pytest.fixture
def scene(base, db):
    with undone(base) as scene:
        yield scene


def changed_after(step, scene):
    getattr(scene, step)()
    scene.rework()


@pytest.mark.parametrize("rule", READ_RULES, ids=lambda rule: rule.url_name)
def test_no_address_shows_a_draft_to_readers_outside(rule, scene):
    url = reverse(rule.url_name, args=rule.args(scene))
    with suppress(Refused):
        if not scene.fresh().is_editable:
            scene.take_back()
        scene.rework()

    for who in OUTSIDE:
        client = Client()
        client.force_login(scene.people[who], backend=BACKEND)
        response = client.get(url, rule.data(scene))
        shown = b"".join(response.streaming_content) if response.streaming else response.content
        for draft in (DRAFT_TEXT, DRAFT_NUMBER, "9/BC-NHAP"):
            assert draft.encode() not in shown, f"{who} reads “{draft}”"


@pytest.mark.parametrize("step", ["take_back", "send_back"])
@pytest.mark.parametrize("who", OUTSIDE)
def test_readers_outside_see_what_was_sent(step, who, scene):
    changed_after(step, scene)

    page = scene.read(who, "entry", scene.entry.pk)
    section = scene.read(who, "show-section", scene.entry.pk)
    lists = [
        scene.read(who, "unit", scene.unit.pk),
        scene.read(who, "list-assignments", scene.plan.pk),
    ]

    for shown in (page, section):
        assert shown.count(SENT_TEXT) >= 3
        assert "Đơn vị đang sửa lại" in shown
        assert SENT_NUMBER in shown
        assert "Thực hiện tốt" in shown
        assert "Chưa tốt" not in shown
        assert "1/BC-CU" in shown
        assert "40%" in shown
    for shown in lists:
        assert SENT_TEXT in shown
        assert "40%" in shown
        assert "77%" not in shown
    assert "lần gửi trước (" not in scene.read(who, "entry-changes", scene.entry.pk)


@pytest.mark.parametrize("who", ["reviewer", "leader", "administrator"])
def test_the_workbook_outside_holds_what_was_sent(who, scene):
    changed_after("take_back", scene)
    client = Client()
    client.force_login(scene.people[who], backend=BACKEND)

    response = client.get(reverse("reporting:download-sheet", args=[scene.submission.pk]))

    book = load_workbook(io.BytesIO(response.content))
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert {SENT_TEXT, "40", SENT_NUMBER} <= cells
    assert not {DRAFT_TEXT, "77", DRAFT_NUMBER} & cells
    assert SENT_TEXT in scene.read(who, "file-submission", scene.submission.pk)


@pytest.mark.parametrize("who", INSIDE)
def test_the_unit_reads_its_draft(who, scene):
    changed_after("take_back", scene)

    for name, pk in (
        ("entry", scene.entry.pk),
        ("show-section", scene.entry.pk),
        ("file-submission", scene.submission.pk),
    ):
        shown = scene.read(who, name, pk)
        assert DRAFT_TEXT in shown
        assert "9/BC-NHAP" in shown
    assert "lần gửi trước (" in scene.read(who, "entry-changes", scene.entry.pk)


@pytest.mark.parametrize("who", OUTSIDE)
def test_all_read_the_new_content_once_it_is_sent(who, scene):
    changed_after("take_back", scene)
    filing.send(submission=scene.submission, by=scene.officer, at=scene.tick())

    shown = scene.read(who, "entry", scene.entry.pk)

    assert DRAFT_TEXT in shown
    assert DRAFT_NUMBER in shown
    assert "9/BC-NHAP" in shown


@pytest.mark.parametrize(("who", "num_told"), [("reviewer", 0), ("head", 1), ("officer", 1)])
def test_work_on_a_draft_is_told_within_the_unit_alone(who, num_told, scene):
    scene.take_back()
    seen = f"{scene.entry.pk}.{scene.fresh().version}d1x{scene.old.pk}"
    scene.rework()
    client = Client()
    client.force_login(scene.people[who], backend=BACKEND)
    url = reverse("reporting:list-changes", args=[scene.submission.pk])

    assert len(client.get(url, {"since": seen}).json()["changes"]) == num_told

    filing.send(submission=scene.submission, by=scene.officer, at=scene.tick())
    assert len(client.get(url, {"since": seen}).json()["changes"]) == 1


def test_evidence_of_a_draft_is_not_handed_out(scene):
    changed_after("take_back", scene)

    readable = {
        who: set(Evidence.objects.readable_by(scene.people[who]))
        for who in ("officer", "reviewer", "observer")
    }

    assert readable == {"officer": {scene.new}, "reviewer": set(), "observer": set()}


def test_a_later_period_is_compared_with_what_was_sent(scene):
    changed_after("take_back", scene)
    before = scene.fresh()
    later = scene.later_entry()

    shown = scene.read("reviewer", "entry", later.pk)

    assert before.result == DRAFT_TEXT
    assert SENT_TEXT in shown
    assert SENT_NUMBER in shown
    assert DRAFT_TEXT not in shown
    assert DRAFT_NUMBER not in shown
