"""Keep an uploaded list until its administrator confirms or discards it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tracker.lib import secrecy, uploads
from tracker.lib.refusal import Refused
from tracker.lib.uploads import names
from units import people, roles
from units.importing import reading
from units.importing.carrying_out import CarriedOut, Carrier
from units.importing.judged import PersonStep, RowState, Step
from units.importing.judging import Judgement
from units.models import DirectoryImport, Role, User

KEPT_UNCONFIRMED = timedelta(days=1)

_GONE = "Danh sách này đã được xác nhận hoặc đã bỏ, không ghi thêm lần nữa."
_CHANGED = (
    "Danh bạ vừa thay đổi sau khi bạn xem trước, nên chưa có gì được ghi. Hãy xem lại các dòng "
    "dưới đây rồi xác nhận."
)
# A step by the table and number of its row
Steps = Mapping[tuple[str, int], Step]


def upload(*, file: "UploadedFile[bytes]", by: User, at: datetime) -> DirectoryImport:
    """Read a file and keep its rows for a preview. Writes no unit and no person."""
    name = names.clean(file.name or "")
    if not name.lower().endswith(".xlsx"):
        raise Refused(
            f"Tệp “{name}” không phải là tệp Excel .xlsx. Nếu danh sách đã lưu thành loại khác "
            "(.xls, .xlsm, .ods, .csv), hãy mở bằng Excel và lưu lại thành .xlsx."
        )
    checked = uploads.check(file, name=name, size=file.size or 0)  # type: ignore[arg-type]
    secrecy.refuse_marks({f"Tệp “{checked.name}”": f"{checked.name}\n\f\n{checked.text}"})
    if checked.old_encoding:
        raise Refused(
            f"Tệp “{checked.name}” gõ bằng bảng mã cũ ({checked.old_encoding}). Hãy chuyển sang "
            "Unicode rồi chọn lại."
        )
    content = reading.read(checked.stream)
    return DirectoryImport.objects.create(
        file_name=checked.name, uploaded_at=at, uploaded_by=by, content=content
    )


def confirm(
    *,
    found: DirectoryImport,
    seen: str,
    chosen: Mapping[str, str],
    by_mail: bool = False,
    by: User,
    at: datetime,
) -> CarriedOut:
    """Write the rows of the preview with the digest `seen`, all or none.

    `chosen` has the key of an option by the key of a doubtful row; rows without one are left out.
    `by_mail` writes to new people with an address, who set their first password through a link.
    Raises Refused where the directory would take the rows otherwise than the preview showed.
    """
    steps = _steps(found, seen, chosen)
    # Hashing takes a second for thirty people, in which nobody should have to wait for the database
    new = [step for step in steps.values() if isinstance(step, PersonStep) and step.is_new]
    passwords = [people.InitialPassword.new() for _ in new]
    with transaction.atomic():
        _one_at_a_time()
        waiting = DirectoryImport.objects.filter(pk=found.pk, confirmed_at__isnull=True)
        num_written = len(steps)
        if not waiting.update(confirmed_at=at, num_written=num_written):
            raise Refused(_GONE)
        carried = Carrier(_steps(found, seen, chosen), passwords, by=by, at=at).carry_out()
        DirectoryImport.objects.filter(pk=found.pk).update(content={"rows": [], "unread": []})
        if by_mail:
            carried.mail_links()
    found.confirmed_at, found.num_written = at, num_written
    return carried


@transaction.atomic
def discard(*, found: DirectoryImport) -> None:
    """Forget a list that was not confirmed."""
    if not DirectoryImport.objects.filter(pk=found.pk, confirmed_at__isnull=True).delete()[0]:
        raise Refused("Danh sách này đã được xác nhận hoặc đã bỏ.")


def forget_old(*, at: datetime) -> int:
    """Delete lists that were not confirmed within a day. Returns their number."""
    old = DirectoryImport.objects.filter(
        confirmed_at__isnull=True, uploaded_at__lt=at - KEPT_UNCONFIRMED
    )
    return old.delete()[0]


def _one_at_a_time() -> None:
    """Wait for other confirmations. SQLite lets one transaction write at a time in any case."""
    name = roles.office_group_name(Role.ADMINISTRATOR)
    list(Group.objects.select_for_update().filter(name=name))


def _steps(found: DirectoryImport, seen: str, chosen: Mapping[str, str]) -> Steps:
    if found.confirmed_at is not None:
        raise Refused(_GONE)
    judgement = Judgement.of(found)
    if judgement.digest != seen:
        raise Refused(_CHANGED)
    steps: dict[tuple[str, int], Step] = {}
    for row in judgement.rows:
        if row.state in (RowState.NEW, RowState.CHANGED):
            steps[row.table, row.number] = row.options[0].step
        elif row.state == RowState.DOUBTFUL:
            for option in row.options:
                if option.key == chosen.get(row.key):
                    steps[row.table, row.number] = option.step
    if not steps:
        raise Refused("Chưa có dòng nào để ghi: hãy chọn cách xử lý các dòng cần xem lại.")
    return steps
