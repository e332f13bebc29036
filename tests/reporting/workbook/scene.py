"""A unit's workbook in tests: created, opened, filled, uploaded."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reporting.filing import filing
from reporting.models import ProgressEntry, SheetImport, has_percent
from reporting.workbook import importing, writing
from reporting.workbook.layout import FIELD_COLUMNS, FORM_SHEET
from tests.factories import FILED, NOON, AssignmentFactory, ReportingPeriodFactory, UserFactory


def submission_of(num_entries=1, *, at=NOON, assignment=None, period=None, by=None):
    """A submission of `num_entries` drafts, each saved once, in plan order."""
    first = assignment or AssignmentFactory()
    for _ in range(num_entries - 1):
        AssignmentFactory(unit=first.unit, task__group=first.task.group)
    period = period or ReportingPeriodFactory(plan=first.task.plan)
    by = by or UserFactory()
    submission = filing.start(period=period, unit=first.unit, by=by, at=at)
    for entry in entries_of(submission):
        content = FILED if has_percent(entry.assignment.task.kind) else FILED | {"percent": None}
        filing.save_entry(entry=entry, seen_version=entry.version, by=by, at=at, **content)
    return submission


def entries_of(submission):
    return list(
        submission.entries.select_related("submission__period", "assignment__task").in_plan_order()
    )


def workbook(submission, *, at=NOON, can_file=True):
    """The workbook as downloaded, opened."""
    content = writing.workbook_of(submission, submission.entries.all(), can_file=can_file, at=at)
    return load_workbook(io.BytesIO(content))


def row_of(book, entry):
    """Row number of `entry`."""
    sheet = book[FORM_SHEET]
    code = entry.assignment.task.code
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == code)


def cell(book, entry, field):
    return book[FORM_SHEET].cell(row_of(book, entry), FIELD_COLUMNS[field])


def fill(book, entry, **values):
    for field, value in values.items():
        cell(book, entry, field).value = value


def packed(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content, part, change):
    """The workbook `content` with `change` applied to the bytes of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def as_file(book, name="bieu.xlsx"):
    return SimpleUploadedFile(name, packed(book))


def upload(book, submission, *, by=None, at=NOON, name="bieu.xlsx"):
    return importing.upload(
        submission=submission, file=as_file(book, name), by=by or UserFactory(), at=at
    )


def confirm(found, *, taken=(), taken_parts=(), converted=(), by=None):
    return importing.confirm(
        sheet_import=SheetImport.objects.select_related("submission").get(pk=found.pk),
        taken=taken,
        taken_parts=taken_parts,
        converted=converted,
        by=by or found.uploaded_by,
        at=NOON,
    )


def kinds(found):
    return [row["kind"] for row in found.rows]


def saved(entry):
    return ProgressEntry.objects.get(pk=entry.pk)


def save_meanwhile(entry, by=None, at=NOON, **changes):
    """Save on the page as another person."""
    now = entries_of(entry.submission)
    seen = next(row for row in now if row.pk == entry.pk)
    content = {name: getattr(seen, name) for name in FILED} | changes
    filing.save_entry(
        entry=seen, seen_version=seen.version, by=by or UserFactory(), at=at, **content
    )
