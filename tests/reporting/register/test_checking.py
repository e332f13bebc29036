"""A file is compared with the register by its hash and is not stored."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans import access
from reporting.models import IssuedFile, ReviewPrint, ReviewStatus
from reporting.register.withdrawing import withdraw
from tests.factories import NOON, PlanFactory, UserFactory, person
from tests.reporting.register.scene import issued_paper
from tracker.lib import filestore
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CONTENT = b"%PDF-1.7 invented for a test"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
IS_ISSUED = "đúng là bản đã ban hành"


@pytest.fixture
def plan():
    plan = PlanFactory()
    access.ensure_grants(plan=plan)
    return plan


@pytest.fixture
def check(client, plan):
    client.force_login(person(Role.LEADER), backend=BACKEND)

    def post(content=CONTENT):
        file = SimpleUploadedFile("bao-cao.pdf", content)
        return client.post(reverse("reporting:check-file"), {"file": file}).content.decode()

    return post


def test_the_issued_file_is_recognized_and_not_stored(check, plan):
    issued_paper(plan=plan, serial=5, pdf_sha256=SHA256)
    before = set(filestore.stored())

    page = check()

    assert IS_ISSUED in page
    assert "số 05-BC/HU, ngày 16/03/2026" in page
    assert set(filestore.stored()) == before


def test_its_word_file_is_recognized_too(check, plan):
    issued_paper(plan=plan, serial=5, docx_sha256=SHA256)

    page = check()

    assert IS_ISSUED in page
    assert "(Bản Word máy lập)" in page


def test_a_former_draft_of_an_issued_paper_is_told_as_what_it_was(check, plan):
    paper = issued_paper(plan=plan, serial=5, draft_number=3)
    ReviewPrint.objects.create(
        review=paper, number=1, printed_at=NOON, pdf_sha256="1" * 64, docx_sha256=SHA256
    )

    page = " ".join(check().split())

    assert "là dự thảo lần 1 của" in page
    assert "không phải bản đã ban hành số 05-BC/HU, ngày 16/03/2026" in page


def test_a_changed_file_is_not(check, plan):
    issued_paper(plan=plan, serial=5, pdf_sha256=SHA256)

    assert "không trùng với bản nào" in check(CONTENT + b" ")
    assert "không trùng với bản nào" in check(b"")


def test_a_file_that_was_handed_in_is_recognized(check, plan):
    IssuedFile.objects.create(
        review=issued_paper(plan=plan, serial=5),
        kind="pdf",
        file_sha256=SHA256,
        file_name="ky.pdf",
        file_size=len(CONTENT),
        added_at=NOON,
        added_by=UserFactory(),
    )

    page = check()

    assert IS_ISSUED in page
    assert "(Bản PDF đã ký)" in page


def test_a_withdrawn_paper_and_a_draft_are_told(check, plan):
    paper = issued_paper(plan=plan, serial=5, pdf_sha256=SHA256)
    withdraw(review=paper, reason="Sai số liệu.", by=UserFactory(), at=NOON)
    assert "đã được thu hồi ngày 16/03/2026" in check()

    other = b"%PDF a draft"
    draft = issued_paper(plan=plan, serial=6)
    type(draft).objects.create(
        status=ReviewStatus.DRAFT,
        pdf_sha256=hashlib.sha256(other).hexdigest(),
        plan=plan,
        kind=draft.kind,
        title=draft.title,
        snapshot={},
        period_from=draft.period_from,
        period_to=draft.period_to,
        cutoff_on=draft.cutoff_on,
        requested_at=NOON,
        queued_at=NOON,
    )
    assert "là dự thảo lần 1" in check(other)


def test_papers_of_other_plans_are_not_told(check):
    issued_paper(serial=5, pdf_sha256=SHA256)

    assert "không trùng với bản nào" in check()
