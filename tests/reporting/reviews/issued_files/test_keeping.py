"""What was issued is kept byte for byte beside the files of the machine."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reporting.models import IssuedFile, IssuedFileKind, Review, ReviewEvent, ReviewStatus
from reporting.operations import integrity, sweeping
from reporting.reviews.issued_files import keeping
from tests.factories import NOON, UserFactory
from tests.reporting.evidence.uploads import docx, image, pdf, xlsx
from tests.reporting.reviews.scene import FAKE_PDF, compiled, plan_at_work, request_review
from tracker.lib import filestore
from tracker.lib.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def issued():
    """An issued review; how it came to be is tested elsewhere."""
    review = compiled(request_review(plan_at_work()))
    review.prints.update(is_final=True)
    Review.objects.filter(pk=review.pk).update(
        status=ReviewStatus.ISSUED,
        number="05-BC/HU",
        issued_on=NOON.date(),
        issued_by=UserFactory(),
    )
    review.refresh_from_db()
    return review


def keep(review, content, name="Báo cáo đã ký.pdf", **changes):
    file = None if content is None else SimpleUploadedFile(name, content)
    values = {"is_declared_not_secret": True, "by": UserFactory(), "at": NOON}
    return keeping.keep(review=review, file=file, **values | changes)


def signed_pdf():
    """A PDF with a signature field, as signing programs write it."""
    document = pikepdf.new()
    document.add_blank_page()
    signature = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig,
        Filter=pikepdf.Name("/Adobe.PPKLite"),
        SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
        Contents=b"\x30" * 64,
        ByteRange=[0, 100, 200, 300],
    )
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", V=signature)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.make_indirect(field)], SigFlags=3)
    out = io.BytesIO()
    document.save(out)
    # Signing programs append; what follows the end must stay too
    return out.getvalue() + b"\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Báo cáo đã ký.pdf", signed_pdf(), IssuedFileKind.SIGNED_PDF),
        ("Báo cáo sửa.DOCX", docx("Đã sửa một câu."), IssuedFileKind.EDITED_WORD),
    ],
)
def test_a_file_is_kept_byte_for_byte_with_who_and_when(issued, name, content, kind):
    clerk = UserFactory()

    found = keep(issued, content, name, by=clerk)

    with filestore.open_stored(found.file_sha256) as stored:
        assert stored.read() == content
    assert (found.kind, found.file_size, found.file_name) == (kind, len(content), name)
    assert (found.added_by, found.added_at) == (clerk, NOON)
    event = ReviewEvent.objects.filter(review=issued).latest("pk")
    assert (event.by, event.to_status) == (clerk, ReviewStatus.ISSUED)
    assert found.file_sha256 in event.note


def test_the_files_of_the_machine_stay_what_they_were(issued):
    keep(issued, signed_pdf())

    after = Review.objects.get(pk=issued.pk)
    assert (after.pdf_sha256, after.status) == (issued.pdf_sha256, ReviewStatus.ISSUED)
    with filestore.open_stored(after.pdf_sha256) as paper:
        assert paper.read() == FAKE_PDF


def test_several_files_are_kept_side_by_side(issued):
    keep(issued, signed_pdf())
    keep(issued, docx("Đã sửa."), "sửa.docx")
    keep(issued, docx("Sửa lần hai."), "sửa.docx")

    assert [row.kind for row in IssuedFile.objects.order_by("pk")] == ["pdf", "docx", "docx"]


@pytest.mark.parametrize(
    ("content", "name", "changes", "words"),
    [
        (None, "", {}, "Hãy chọn tệp"),
        (pdf(), "a.pdf", {"is_declared_not_secret": False}, "bí mật nhà nước"),
        (xlsx("1"), "a.xlsx", {}, "không phải PDF hoặc Word"),
        (image("png"), "a.png", {}, "không phải PDF hoặc Word"),
        (b"", "a.pdf", {}, "rỗng"),
        (b"%PDF-1.7 cut", "a.pdf", {}, "a.pdf"),
        (pdf(password="x"), "a.pdf", {}, "mật khẩu"),
        (docx("Báo cáo TUYỆT MẬT"), "a.docx", {}, "MẬT"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_leaves_nothing(
    issued, content, name, changes, words
):
    with pytest.raises(Refused) as refusal:
        keep(issued, content, name, **changes)

    assert words in str(refusal.value)
    assert not IssuedFile.objects.exists()


def test_a_draft_keeps_no_issued_file():
    draft = compiled(request_review(plan_at_work()))

    with pytest.raises(Refused, match="đã ban hành"):
        keep(draft, pdf())


def test_a_file_is_kept_once_and_the_paper_of_the_machine_not_again(issued):
    content = signed_pdf()
    keep(issued, content)

    with pytest.raises(Refused, match="đã lưu rồi"):
        keep(issued, content, "tên khác.pdf")
    own = pdf()
    issued.pdf_sha256, _size = filestore.store(io.BytesIO(own))
    with pytest.raises(Refused, match="máy lập"):
        keep(issued, own)
    in_word = docx("Máy lập.")
    issued.docx_sha256, _size = filestore.store(io.BytesIO(in_word))
    with pytest.raises(Refused, match="máy lập"):
        keep(issued, in_word, "Báo cáo.docx")
    assert IssuedFile.objects.count() == 1


def test_there_is_an_end_of_files(issued, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_FILES", 1)
    keep(issued, signed_pdf())

    with pytest.raises(Refused, match="nhiều nhất 1 tệp"):
        keep(issued, docx("Sửa."), "a.docx")


def test_a_kept_file_is_never_swept_and_its_loss_is_found(issued):
    ReviewEvent.objects.record(
        review=issued, by=issued.issued_by, at=NOON, from_status="compiling", to_status="issued"
    )
    found = keep(issued, signed_pdf())

    sweeping.sweep(at=NOON + timedelta(days=9999))
    assert [finding.problem for finding in integrity.findings()] == []

    path = filestore.path_of(found.file_sha256)
    path.chmod(0o600)
    assert [finding.problem for finding in integrity.findings()] == [
        "issued file can be overwritten"
    ]
    path.write_bytes(b"changed")
    assert [finding.problem for finding in integrity.findings()] == [
        "issued file is missing or changed"
    ]
