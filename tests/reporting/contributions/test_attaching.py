"""Evidence of contributions: checked as that of entries, kept as long as something names it."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from reporting.contributions import attaching, contributing
from reporting.models import Contribution, ContributionEvidence, ContributionStatus
from reporting.operations import integrity, sweeping
from tests.factories import NOON
from tests.reporting.contributions.scene import Scene, take_in
from tests.reporting.evidence.uploads import docx, pdf, upload
from tracker.lib import filestore
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _attach(scene, **fields):
    values = {"number": "1/BC", "is_declared_not_secret": True, **fields}
    return attaching.attach(
        period=scene.period, assignment=scene.helper, by=scene.writer, at=NOON, **values
    )


def _sweep():
    """Remove what nothing names, long after it was stored."""
    for sha256 in filestore.stored():
        then = (timezone.now() - sweeping.KEPT - timedelta(hours=1)).timestamp()
        os.utime(filestore.path_of(sha256), (then, then))
    sweeping.sweep(at=timezone.now())


def _problems():
    return {finding.problem for finding in integrity.findings()}


def test_evidence_begins_a_contribution_and_is_sent_with_it():
    scene = Scene()
    evidence = _attach(scene, file=upload("Kế hoạch.pdf", pdf()))

    sent = scene.send()

    assert evidence.contribution_id == sent.pk
    assert sent.events.get().content["evidence"] == [evidence.in_words]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_declared_not_secret": False}, "không chứa bí mật nhà nước"),
        ({"number": ""}, "cần số ký hiệu, trích yếu hoặc tệp"),
        ({"number": "05-BC/HU (M)"}, "dấu hiệu mật"),
        ({"file": upload("a.docx", docx("TUYỆT MẬT"))}, "dấu hiệu mật"),
        ({"file": upload("a.exe", b"MZ")}, "pdf, docx"),
    ],
)
def test_the_checks_of_entries_apply(fields, words):
    with pytest.raises(Refused, match=words):
        _attach(Scene(), **fields)

    assert not ContributionEvidence.objects.exists()


def test_a_file_is_added_once():
    scene = Scene()
    _attach(scene, file=upload("a.pdf", pdf()))

    with pytest.raises(Refused, match="không cần thêm lại"):
        _attach(scene, file=upload("b.pdf", pdf()))


def test_evidence_is_withdrawn_from_a_draft_only():
    scene = Scene()
    evidence = _attach(scene)
    sent = scene.send()

    with pytest.raises(Refused, match="Lấy lại để sửa"):
        attaching.withdraw(evidence=evidence, by=scene.writer, at=NOON)
    contributing.take_back(contribution=sent, by=scene.writer, at=NOON)
    attaching.withdraw(evidence=evidence, by=scene.writer, at=NOON)

    assert not ContributionEvidence.objects.exists()


def test_a_file_is_swept_only_when_it_was_withdrawn_before_any_sending():
    scene = Scene()
    kept, withdrawn = (
        _attach(scene, file=upload(f"{n}.docx", docx(f"Tài liệu {n}"))) for n in (1, 2)
    )
    attaching.withdraw(evidence=withdrawn, by=scene.writer, at=NOON)
    sent = scene.send()
    contributing.take_back(contribution=sent, by=scene.writer, at=NOON)
    attaching.withdraw(evidence=kept, by=scene.writer, at=NOON)

    _sweep()

    assert list(filestore.stored()) == [kept.file_sha256]


def test_the_checks_of_stored_data_name_a_lost_file_and_a_status_without_history():
    scene = Scene()
    evidence = _attach(scene, file=upload("a.pdf", pdf()))
    take_in(scene.entry(), scene.send(), by=scene.officer)
    assert _problems() == set()

    filestore.path_of(evidence.file_sha256).unlink()
    Contribution.objects.update(status=ContributionStatus.DRAFT, sent_at=None, sent_by=None)

    assert _problems() == {
        "evidence file is missing or changed",
        "contribution's status differs from its history",
        "result names a contribution that is not sent",
    }
