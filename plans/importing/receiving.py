"""Take a file or pasted text for an import, give one up, and read one again."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from plans.editing import placing
from plans.editing.placing import PlanPlace
from plans.importing.steps import locked, note_event, queued, send_on_commit
from plans.models import ImportState, PlanImport, PlanImportEventKind
from tracker.lib import filestore, secrecy, uploads
from tracker.lib.refusal import Refused
from tracker.lib.uploads import names, scanning
from units.models import User

# 200 pages of print
MOST_CHARACTERS = 800_000
FORMATS = (".docx", ".pdf", ".txt")


@dataclass(frozen=True)
class _Received:
    name: str
    stream: BinaryIO
    text: str


def upload(
    *, file: "UploadedFile[bytes]", by: User, at: datetime, place: PlanPlace | None = None
) -> PlanImport:
    """Check a file and queue it for reading. Nothing is stored of a file with a secrecy mark.

    With a `place` it becomes the own plan of a unit.
    """
    _refuse_unfit(place, at)
    received = _checked(file)
    stem = received.name.rpartition(".")[0]
    secrecy.refuse_marks(
        {f"Tên tệp “{received.name}”": stem, f"Nội dung tệp “{received.name}”": received.text}
    )
    return _queue(received.name, received.stream, place, by=by, at=at)


def paste(*, text: str, by: User, at: datetime, place: PlanPlace | None = None) -> PlanImport:
    """Queue pasted text for reading, as `upload` does."""
    _refuse_unfit(place, at)
    if not text.strip():
        raise Refused("Chưa có chữ nào được dán. Hãy dán toàn văn kế hoạch vào ô.")
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            f"Văn bản dán dài hơn {MOST_CHARACTERS // 1000}.000 chữ cái, khoảng 200 trang. Hãy dán "
            "riêng phần của kế hoạch."
        )
    secrecy.refuse_marks({"Văn bản dán": text})
    return _queue("", io.BytesIO(text.encode()), place, by=by, at=at)


@transaction.atomic
def discard(*, plan_import: PlanImport, by: User, at: datetime) -> None:
    """Give up an import. What was recognised is forgotten, its file some days later."""
    row = locked(plan_import)
    if row.state == ImportState.WRITTEN:
        raise Refused("Bản nhập này đã được ghi thành kế hoạch nên không bỏ được nữa.")
    if row.state == ImportState.DISCARDED:
        raise Refused("Bản nhập này đã bị bỏ.")
    row.state, row.ended_at = ImportState.DISCARDED, at
    row.claim, row.phase, row.error, row.findings = "", "", "", None
    row.save(update_fields=["state", "ended_at", "claim", "phase", "error", "findings"])
    note_event(row, PlanImportEventKind.DISCARDED, by=by, at=at)


def read_again(*, plan_import: PlanImport, by: User, at: datetime) -> None:
    """Queue an import that failed, with all its attempts."""
    try:
        with transaction.atomic():
            row = locked(plan_import)
            if row.state != ImportState.FAILED:
                raise Refused("Chỉ đọc lại được bản nhập chưa đọc xong vì lỗi.")
            if not row.file_sha256:
                raise Refused("Tệp của bản nhập này không còn được giữ. Hãy tải lên lại.")
            changes = {**queued(at), "attempts": 0}
            for name, value in changes.items():
                setattr(row, name, value)
            row.save(update_fields=list(changes))
            note_event(row, PlanImportEventKind.RESTARTED, by=by, at=at)
            send_on_commit(row.pk)
    except IntegrityError:
        raise _under_way(plan_import.content_sha256) from None


def _checked(file: "UploadedFile[bytes]") -> _Received:
    name = names.clean(file.name or "")
    extension = f".{name.lower().rpartition('.')[2]}"
    if extension not in FORMATS:
        is_old = extension in (".doc", ".rtf", ".odt")
        hint = (
            "Hãy mở ra, lưu lại thành .docx." if is_old else "Hãy chuyển sang một trong ba loại đó."
        )
        raise Refused(f"Tệp “{name}” không nhập được: chỉ nhận .docx, .pdf có chữ và .txt. {hint}")
    stream = cast(BinaryIO, file)
    if extension != ".txt":
        checked = uploads.check(stream, name=name, size=file.size or 0)
        return _Received(checked.name, checked.stream, checked.text)
    size = file.size or 0
    if size == 0:
        raise Refused(f"Tệp “{name}” rỗng (0 byte). Hãy kiểm tra và chọn lại.")
    if size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise Refused(f"Tệp “{name}” lớn hơn {settings.MAX_UPLOAD_MB} MB.")
    scanning.check(stream, name=name)
    stream.seek(0)
    content = stream.read()
    stream.seek(0)
    return _Received(name, stream, _readings_of(content))


def _readings_of(content: bytes) -> str:
    """The text of `content` in every encoding that it may have, for the secrecy gate."""
    encodings = ["utf-8", "cp1258", "latin-1"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings.append("utf-16")
    return "\f".join(content.decode(encoding, "replace") for encoding in encodings)


def _refuse_unfit(place: PlanPlace | None, at: datetime) -> None:
    if place is not None:
        placing.refuse_unfit(place, on=timezone.localdate(at))


def _queue(
    name: str, stream: BinaryIO, place: PlanPlace | None, *, by: User, at: datetime
) -> PlanImport:
    """The row of the job; refused while the same content is being imported, or was."""
    sha256 = filestore.sha256_of(stream)
    _refuse_repeated(sha256)
    stored, size = filestore.store(stream)
    try:
        with transaction.atomic():
            row = PlanImport.objects.create(
                file_name=name,
                content_sha256=stored,
                file_sha256=stored,
                file_size=size,
                uploaded_by=by,
                uploaded_at=at,
                owner=place.owner if place else None,
                parent_task=place.task if place else None,
                **queued(at),
            )
            note_event(row, PlanImportEventKind.UPLOADED, by=by, at=at, note=name)
            send_on_commit(row.pk)
    except IntegrityError:
        raise _under_way(sha256) from None
    return row


def _refuse_repeated(sha256: str) -> None:
    if PlanImport.objects.under_way().filter(content_sha256=sha256).exists():
        raise _under_way(sha256)
    written = PlanImport.objects.filter(content_sha256=sha256, plan__isnull=False)
    earlier = written.select_related("plan").order_by("pk").last()
    if earlier is not None and earlier.plan is not None:
        raise Refused(f"Văn bản này đã được nhập thành {earlier.plan}.")


def _under_way(sha256: str) -> Refused:
    rows = PlanImport.objects.under_way().filter(content_sha256=sha256)
    other = rows.select_related("uploaded_by").first()
    who = f"{other.uploaded_by.full_name} " if other else ""
    return Refused(
        f"Văn bản này đang được {who}nhập. Hãy mở bản nhập đó trong danh sách “Đang nhập dở” để "
        "cùng làm, không tải lên lần nữa."
    )
