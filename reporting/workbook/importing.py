"""Keep an uploaded form until a person confirms or discards it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from plans.models import Indicator
from reporting.entries import editing
from reporting.entries.fields import own_content_in, own_content_of
from reporting.entries.transitions import Stale
from reporting.filing import filing
from reporting.indicators.inputs import measure_of
from reporting.models import ProgressEntry, SheetImport, Submission
from reporting.workbook import comparing, part_importing, reading
from reporting.workbook.number_layout import input_of
from reporting.workbook.rows import (
    CHANGE,
    CONFLICT,
    KEPT,
    NOT_WRITTEN,
    WRITTEN,
    ComparedRow,
    in_unicode,
    key_of,
)
from tracker.lib import secrecy, uploads
from tracker.lib.refusal import Refused
from tracker.lib.uploads import names
from units.models import User

KEPT_UNCONFIRMED = timedelta(days=7)
# Cells saved by others were kept, and the row's other cells were written
PARTLY = "partly"

_GONE = "Biểu này đã được xác nhận hoặc đã bỏ, không ghi thêm lần nữa."


def upload(
    *, submission: Submission, file: "UploadedFile[bytes]", by: User, at: datetime
) -> SheetImport:
    """Read a file and keep its changes for a preview. Writes no entry.

    Raises Refused where the file is not this report's form as the product made it.
    """
    name = names.clean(file.name or "")
    if not name.lower().endswith(".xlsx"):
        raise Refused(
            f"Tệp “{name}” không phải là tệp Excel .xlsx. Hãy nộp biểu tải từ trang này; nếu biểu "
            "đã lưu thành loại khác (.xls, .xlsm, .ods, .csv), hãy lưu lại thành .xlsx."
        )
    checked = uploads.check(file, name=name, size=file.size or 0)  # type: ignore[arg-type]
    secrecy.refuse_marks({f"Tên tệp “{checked.name}”": checked.name.rpartition(".")[0]})
    sheet = reading.read(checked.stream, submission=submission, by=by)
    return SheetImport.objects.create(
        submission=submission,
        file_name=checked.name,
        uploaded_at=at,
        uploaded_by=by,
        rows=comparing.compare(sheet, submission=submission, at=at),
    )


@transaction.atomic
def confirm(
    *,
    sheet_import: SheetImport,
    taken: Collection[int],
    taken_parts: Collection[int] = (),
    converted: Collection[str] = (),
    by: User,
    at: datetime,
) -> SheetImport:
    """Write the rows of the preview; cells in conflict only for the entries in `taken` (ids).

    Contributions in conflict are written for the assignments in `taken_parts` (ids). Rows whose
    `key_of` is in `converted` are written in Unicode instead of their old encoding. A row that
    was saved since the preview is skipped and reported. Raises Refused without rows to write, or
    where the upload was confirmed or discarded before.
    """
    _check_own(sheet_import, by)
    editing.lock_period(sheet_import.submission)
    waiting = SheetImport.objects.filter(pk=sheet_import.pk, confirmed_at__isnull=True)
    if not waiting.update(confirmed_at=at, num_written=0):
        raise Refused(_GONE)
    rows = _chosen(sheet_import.rows, converted)
    changed = [row for row in rows if row["kind"] in (CHANGE, CONFLICT)]
    parts = [row for row in changed if "assignment" in row]
    if not parts:
        editing.refuse_with_head(sheet_import.submission)
    if not changed:
        raise Refused("Biểu này không có dòng nào để ghi.")
    part_importing.write(parts, submission=sheet_import.submission, taken=taken_parts, by=by, at=at)
    results = [row for row in changed if "entry" in row]
    _write_results(results, sheet_import, taken=taken, by=by, at=at)
    num_written = sum(row.get("outcome") in (WRITTEN, PARTLY) for row in rows)
    SheetImport.objects.filter(pk=sheet_import.pk).update(rows=rows, num_written=num_written)
    sheet_import.rows, sheet_import.confirmed_at = rows, at
    sheet_import.num_written = num_written
    return sheet_import


@transaction.atomic
def discard(*, sheet_import: SheetImport, by: User, at: datetime) -> None:
    """Forget an upload that was not confirmed."""
    _check_own(sheet_import, by)
    waiting = SheetImport.objects.filter(pk=sheet_import.pk, confirmed_at__isnull=True)
    if not waiting.delete()[0]:
        raise Refused("Biểu này đã được xác nhận hoặc đã bỏ.")


def forget_old(*, at: datetime) -> int:
    """Delete uploads that were not confirmed within a week. Returns their number."""
    old = SheetImport.objects.filter(
        confirmed_at__isnull=True, uploaded_at__lt=at - KEPT_UNCONFIRMED
    )
    return old.delete()[0]


def _chosen(rows: list[ComparedRow], converted: Collection[str]) -> list[ComparedRow]:
    return [in_unicode(row) if key_of(row) in converted else row.copy() for row in rows]


def _write_results(
    rows: list[ComparedRow],
    sheet_import: SheetImport,
    *,
    taken: Collection[int],
    by: User,
    at: datetime,
) -> None:
    """Write results; cells in conflict only for the entries in `taken`."""
    entries = (
        ProgressEntry.objects.filter(submission=sheet_import.submission_id)
        .select_related("submission__period", "assignment__task")
        .in_bulk([row["entry"] for row in rows])
    )
    measures = _measures_of(rows)
    for row in rows:
        if row["kind"] == CONFLICT and row["entry"] not in taken:
            _write_the_rest(row, entries[row["entry"]], measures, by=by, at=at)
        else:
            _write(row, entries[row["entry"]], measures, by=by, at=at)


def _check_own(sheet_import: SheetImport, by: User) -> None:
    """Only the person who saw the preview may confirm it, and the history names them."""
    if sheet_import.uploaded_by_id != by.pk:
        raise Refused("Chỉ người đã nộp biểu này mới xác nhận hoặc bỏ được.")


def _measures_of(rows: list[ComparedRow]) -> dict[int, str]:
    """The measures of the indicators in `rows` that are still followed, by id."""
    named = {number["indicator"] for row in rows for number in row.get("numbers", [])}
    active = Indicator.objects.active().filter(pk__in=named) if named else ()
    return {indicator.pk: measure_of(indicator) for indicator in active}


def _write_the_rest(
    row: ComparedRow, entry: ProgressEntry, measures: Mapping[int, str], *, by: User, at: datetime
) -> None:
    """Save the cells without conflict; those in conflict keep the content saved by others."""
    filed = {name: value for name, value in row["filed"].items() if name not in row["conflicts"]}
    numbers = [number for number in row.get("numbers", []) if not number["is_conflict"]]
    if not filed and not numbers:
        row["outcome"] = KEPT
        return
    rest: ComparedRow = {**row, "filed": filed, "numbers": numbers}
    _write(rest, entry, measures, by=by, at=at)
    row["outcome"] = PARTLY if rest["outcome"] == WRITTEN else rest["outcome"]
    row["told"] = rest.get("told", "")


def _write(
    row: ComparedRow, entry: ProgressEntry, measures: Mapping[int, str], *, by: User, at: datetime
) -> None:
    """Save the entry at the version of the preview, and note the outcome in `row`."""
    content = own_content_in({**own_content_of(entry), **row["filed"]})
    numbers = row.get("numbers", [])
    if any(measures.get(number["indicator"]) != number.get("measure") for number in numbers):
        row["outcome"] = NOT_WRITTEN
        row["told"] = (
            "Văn phòng vừa đổi hoặc thôi theo dõi một chỉ tiêu của nhiệm vụ này; hãy nộp lại tệp "
            "để xem."
        )
        return
    try:
        filing.save_entry(
            entry=entry,
            seen_version=row["version"],
            by=by,
            at=at,
            indicator_values={one["indicator"]: input_of(one["texts"]) for one in numbers},
            **content,
        )
    except Stale:
        row["outcome"] = NOT_WRITTEN
        row["told"] = (
            "Nhiệm vụ này đã được lưu thêm sau khi bạn xem trước. Nội dung đã lưu được giữ; hãy "
            "nộp lại tệp để đối chiếu."
        )
    except Refused as refusal:
        row["outcome"], row["told"] = NOT_WRITTEN, str(refusal)
    else:
        row["outcome"] = WRITTEN
