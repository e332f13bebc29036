"""Files of the tests, and their preview."""

import io
from collections.abc import Callable, Iterable, Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.factories import NOON, UserFactory
from units.importing import confirming
from units.importing.carrying_out import CarriedOut
from units.importing.judged import JudgedRow
from units.importing.judging import Judgement
from units.models import DirectoryImport, User

UNIT_HEADS = ("Tên đơn vị", "Tên ngắn", "Loại đơn vị", "Khối", "Đơn vị cấp trên", "Từ ngày")
PERSON_HEADS = ("Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Thư công vụ", "Từ ngày")
DEPARTMENT = ("Phòng, ban chuyên môn", "Khối chính quyền")
OFFICER = "Cán bộ đầu mối của đơn vị"

Rows = Iterable[Sequence[object]]


def file_of(
    units: Rows = (),
    people: Rows = (),
    *,
    unit_heads: Sequence[str] = UNIT_HEADS,
    person_heads: Sequence[str] = PERSON_HEADS,
    also: Callable[[Workbook], object] = lambda book: None,
) -> SimpleUploadedFile:
    """A workbook with a table for each kind of rows that is given."""
    book = Workbook()
    book.remove(book.active)
    for title, heads, rows in (("A", unit_heads, units), ("B", person_heads, people)):
        if rows := list(rows):
            sheet = book.create_sheet(title)
            sheet.append(heads)
            for row in rows:
                sheet.append(row)
    also(book)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("danh-sach.xlsx", out.getvalue())


def upload(file: SimpleUploadedFile) -> DirectoryImport:
    return confirming.upload(file=file, by=UserFactory(), at=NOON)


def preview(units: Rows = (), people: Rows = (), **options: object) -> list[JudgedRow]:
    return Judgement.of(upload(file_of(units, people, **options))).rows


def confirm(
    found: DirectoryImport, chosen: dict[str, str] | None = None, *, by: User | None = None
) -> CarriedOut:
    return confirming.confirm(
        found=found,
        seen=Judgement.of(found).digest,
        chosen=chosen or {},
        by=by or UserFactory(),
        at=NOON,
    )
