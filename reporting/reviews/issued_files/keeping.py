"""Keep the signed PDF and the edited Word file of an issued review."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from reporting.models import IssuedFile, IssuedFileKind, Review, ReviewStatus
from reporting.register.agreement import stored_words
from reporting.reviews import own_task
from reporting.reviews.transitions import note_event
from tracker.lib import filestore, secrecy, uploads
from tracker.lib.refusal import Refused
from units.models import User

MAX_FILES = 20


def keep(
    *,
    review: Review,
    file: "UploadedFile[bytes] | None",
    is_declared_not_secret: bool,
    by: User,
    at: datetime,
) -> IssuedFile:
    """Store `file` unchanged beside the files of the machine, and record who did so.

    The file is checked and stored before the transaction; a refused one is not kept.
    """
    if not review.is_issued:
        raise Refused("Chỉ báo cáo đã ban hành mới lưu bản đã phát hành.")
    if file is None:
        raise Refused("Hãy chọn tệp PDF đã ký hoặc tệp Word (.docx) đã sửa.")
    if not is_declared_not_secret:
        raise Refused("Cần xác nhận tệp không chứa bí mật nhà nước.")
    if review.issued_files.count() >= MAX_FILES:
        raise Refused(f"Mỗi báo cáo lưu nhiều nhất {MAX_FILES} tệp.")
    found = _stored(review, file)
    found.added_by, found.added_at = by, at
    stored = stored_words(found.file_name, found.file_sha256)
    try:
        with transaction.atomic():
            found.save(force_insert=True)
            note_event(
                review.pk,
                at=at,
                by=by,
                seen=ReviewStatus.ISSUED,
                to=ReviewStatus.ISSUED,
                note=f"Lưu {_in_sentence(found)}: {stored}",
            )
            if found.kind == IssuedFileKind.SIGNED_PDF:
                own_task.use_signed_file(review=review, signed=found, by=by, at=at)
    except IntegrityError:
        raise Refused(f"Tệp “{found.file_name}” đã lưu rồi.") from None
    return found


def _stored(review: Review, file: "UploadedFile[bytes]") -> IssuedFile:
    """The row of the checked and stored file, unsaved."""
    upload = uploads.check(file, name=file.name or "", size=file.size or 0)  # type: ignore[arg-type]
    stem, _, extension = upload.name.rpartition(".")
    if extension.lower() not in IssuedFileKind.values:
        raise Refused(f"Tệp “{upload.name}” không phải PDF hoặc Word (.docx).")
    secrecy.refuse_marks(
        {
            f"Tên tệp “{upload.name}”": stem,
            f"Nội dung tệp “{upload.name}”": upload.text,
        }
    )
    sha256, size = filestore.store(upload.stream)
    if sha256 in (review.pdf_sha256, review.docx_sha256):
        raise Refused(f"Tệp “{upload.name}” chính là bản máy lập, đã lưu sẵn.")
    return IssuedFile(
        review=review,
        kind=extension.lower(),
        file_sha256=sha256,
        file_name=upload.name,
        file_size=size,
    )


def _in_sentence(found: IssuedFile) -> str:
    label = IssuedFileKind(found.kind).label
    return label[0].lower() + label[1:]
