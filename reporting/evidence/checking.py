"""What every piece of evidence must be: declared, identified, free of secrecy marks, once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from reporting.models import Attachment
from tracker.lib import filestore, secrecy, uploads
from tracker.lib.refusal import Refused

MAX_PIECES = 30


class AlreadyThere(Refused):
    """The task already has this file."""


def check_declared(is_declared_not_secret: bool) -> None:
    if not is_declared_not_secret:
        raise Refused("Cần xác nhận minh chứng không chứa bí mật nhà nước.")


def check_reference(
    at: datetime,
    number: str,
    issued_on: date | None,
    issuer: str,
    subject: str,
    has_file: bool,
) -> None:
    """Check everything that does not need the file."""
    if not (number or subject or has_file):
        raise Refused("Minh chứng cần số ký hiệu, trích yếu hoặc tệp đính kèm.")
    if issued_on is not None and issued_on > timezone.localdate(at):
        raise Refused("Ngày ban hành không thể sau ngày hôm nay.")
    secrecy.refuse_marks({"Số, ký hiệu": number, "Cơ quan ban hành": issuer, "Trích yếu": subject})


def check_room(evidence: Attachment, present: Sequence[str]) -> None:
    """Limit the number of pieces, and refuse a file twice; `present` are the hashes so far.

    Needs the period's lock.
    """
    if evidence.file_sha256 and evidence.file_sha256 in present:
        raise AlreadyThere(
            f"Tệp “{evidence.file_name}” đã có trong minh chứng của nhiệm vụ này, "
            "không cần thêm lại."
        )
    if len(present) >= MAX_PIECES:
        raise Refused(f"Mỗi nhiệm vụ nhận nhiều nhất {MAX_PIECES} minh chứng.")


def keep_file(evidence: Attachment, file: "UploadedFile[bytes]") -> None:
    """Check and store `file`, and describe it in `evidence`."""
    upload = uploads.check(file, name=file.name or "", size=file.size or 0)  # type: ignore[arg-type]
    stem = upload.name.rpartition(".")[0]
    secrecy.refuse_marks(
        {
            f"Tên tệp “{upload.name}”": stem,
            f"Nội dung tệp “{upload.name}”": upload.text,
        }
    )
    evidence.file_sha256, evidence.file_size = filestore.store(upload.stream)
    evidence.file_name = upload.name
    evidence.file_type = upload.media_type
    if upload.old_encoding:
        evidence.file_note = (
            f"Đã nhận tệp “{upload.name}”, nhưng chữ trong tệp viết bằng mã cũ "
            f"{upload.old_encoding}: máy không có phông chữ đó sẽ không đọc được. "
            "Nên chuyển tệp sang Unicode hoặc lưu thành PDF rồi gửi bản đó."
        )
