"""Who downloaded which file of a review, as the office sees it."""

import hashlib

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from plans.models import Plan
from reporting.models import IssuedFile, ProgressEntry, Review, ReviewDownload, ReviewStatus
from reporting.reviews.downloads import recording
from reporting.reviews.file_names import file_name
from tests.factories import NOON, UserFactory, person
from tests.reporting.reviews.scene import FAKE_PDF, compiled, plan_at_work, request_review
from tests.writes import writes
from tracker.lib import filestore
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def issued():
    ContentType.objects.get_for_model(Plan)  # cached; the queries must not depend on other tests
    review = compiled(request_review(plan_at_work()))
    changes = {"number": "05-BC/HU", "issued_on": NOON.date(), "issued_by": UserFactory()}
    Review.objects.filter(pk=review.pk).update(status=ReviewStatus.ISSUED, **changes)
    return Review.objects.get(pk=review.pk)


def _signed_in(role, **fields):
    client = Client()
    client.force_login(person(role, **fields), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _download(client, name, pk):
    response = client.get(reverse(f"reporting:{name}", args=[pk]))
    return b"".join(response.streaming_content)


def test_the_office_sees_who_took_which_file(issued):
    leader = _signed_in(Role.LEADER, full_name="Trần Thử Lãnh Đạo")
    signed = IssuedFile.objects.create(
        review=issued,
        kind="pdf",
        file_sha256=issued.pdf_sha256,
        file_name="đã ký.pdf",
        file_size=1,
        added_at=NOON,
        added_by=UserFactory(),
    )

    _download(leader, "download-review", issued.pk)
    _download(leader, "download-issued-file", signed.pk)

    sha256 = hashlib.sha256(FAKE_PDF).hexdigest()
    assert list(ReviewDownload.objects.order_by("pk").values_list("file_name", "file_sha256")) == [
        (file_name(issued), sha256),
        ("đã ký.pdf", sha256),
    ]
    address = reverse("reporting:review", args=[issued.pk])
    page = _signed_in(Role.REVIEWER).get(address).content.decode()
    assert page.count("Trần Thử Lãnh Đạo") == 2
    assert "Xem tất cả 2 lượt tải" in page
    assert "Lượt tải" not in leader.get(address).content.decode()
    # The signed paper is the first that a reader is offered
    assert page.index("Tải bản đã ký") < page.index("Tải PDF")


@pytest.mark.parametrize("name", ["review", "review-word", "annexes"])
def test_a_download_writes_its_record_and_nothing_else(issued, name):
    url = reverse(f"reporting:download-{name}", args=[issued.pk])
    leader = _signed_in(Role.LEADER)

    with writes() as written:
        b"".join(leader.get(url).streaming_content)
    with writes() as written_by_head:
        b"".join(leader.head(url).streaming_content)

    assert [statement.split("(")[0].strip() for statement in written] == [
        'INSERT INTO "reporting_reviewdownload"'
    ]
    assert written_by_head == []


@pytest.mark.parametrize("name", ["download-evidence", "view-evidence"])
def test_the_paper_as_evidence_is_a_download_of_the_review(issued, name):
    entry = ProgressEntry.objects.filter(last_sent_at__isnull=False)[0]
    evidence = entry.evidence.create(
        review=issued,
        is_declared_not_secret=True,
        file_sha256=issued.pdf_sha256,
        file_name="bao-cao.pdf",
        file_type="application/pdf",
        file_size=1,
        added_at=entry.last_sent_at,
        added_by=UserFactory(),
    )
    url = reverse(f"reporting:{name}", args=[evidence.pk])
    leader = _signed_in(Role.LEADER)

    b"".join(leader.head(url).streaming_content)
    b"".join(leader.get(url).streaming_content)

    row = ReviewDownload.objects.get()
    assert (row.review, row.file_name, row.file_sha256) == (
        issued,
        "bao-cao.pdf",
        issued.pdf_sha256,
    )


def test_a_file_that_is_missing_was_not_downloaded(issued):
    filestore.path_of(issued.pdf_sha256).unlink()

    response = _signed_in(Role.LEADER).get(reverse("reporting:download-review", args=[issued.pk]))

    assert response.status_code == 302
    assert not ReviewDownload.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number(issued, n, django_assert_num_queries):
    for _ in range(n):
        recording.record(review=issued, file_name="a.pdf", sha256="0", by=UserFactory(), at=NOON)
    office = _signed_in(Role.REVIEWER)

    with django_assert_num_queries(6):
        page = office.get(reverse("reporting:list-downloads", args=[issued.pk])).content.decode()

    assert page.count("a.pdf") == n


def test_the_paper_on_screen_is_read_and_downloaded(issued):
    page = _signed_in(Role.LEADER).get(reverse("reporting:read-paper", args=[issued.pk]))

    html = page.content.decode()
    assert "số 05-BC/HU" in html
    assert reverse("reporting:download-review", args=[issued.pk]) in html
    assert reverse("reporting:download-review-word", args=[issued.pk]) in html
    assert 'class="sheet"' in html
