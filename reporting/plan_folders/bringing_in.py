"""Writing a folder as a plan of this installation: rows in one transaction, files at its end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import BinaryIO, cast

from django.db import DatabaseError, transaction
from django.utils import timezone

from plans import access
from plans.editing.heads import PlanExists
from plans.models import Assignment, Plan, PlanEvent, PlanEventKind
from reporting.counting import standings
from reporting.models import IssuedFile
from reporting.plan_folders import carried_out, own_rows, parsing, shared_rows, tables, units_known
from reporting.plan_folders.carried_out import CarriedTask
from reporting.plan_folders.earlier import Row
from reporting.plan_folders.manifest import DAMAGED
from reporting.plan_folders.opening import PlanFolder
from reporting.plan_folders.units_known import Decisions, UnitMatch
from tracker.lib import filestore, secrecy, uploads
from tracker.lib.disk import room
from tracker.lib.refusal import Refused
from units import roles
from units.models import User

MEGABYTE = 1024 * 1024
INCONSISTENT = "các bảng không khớp nhau"


@dataclass(frozen=True)
class FolderPreview:
    """What an import would do. `problems` forbid it, `notes` only say what will be different."""

    number: str
    title: str
    num_rows: int
    num_files: int
    num_bytes: int
    units: Sequence[UnitMatch]
    carries_out: CarriedTask | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return not self.problems


def preview(*, folder: PlanFolder, decisions: Decisions, on: date) -> FolderPreview:
    """What `import_plan` would do on a day; nothing is written."""
    parsing.refuse_unknown(folder.rows)
    units = units_known.compare(folder.rows, decisions)
    manifest, row = folder.manifest, _row_of_plan(folder)
    found = FolderPreview(
        number=manifest.number,
        title=manifest.title,
        num_rows=sum(map(len, folder.rows.values())),
        num_files=len(folder.stored),
        num_bytes=folder.num_bytes,
        units=units,
        carries_out=carried_out.found(row, units, on=on),
    )
    if existing := _same_plan(row, units):
        found.problems.append(str(PlanExists(existing)))
    found.problems.extend(
        f"Đơn vị “{match.name}” ({match.code}): {match.why}" for match in units if match.is_doubtful
    )
    if manifest.missing:
        found.notes.append(f"Thiếu {len(manifest.missing)} tệp đã mất từ nơi xuất.")
    if found.carries_out:
        found.notes.append(str(found.carries_out))
    if room.free_mb() * MEGABYTE < folder.num_bytes * 2:
        found.problems.append("Ổ đĩa không còn đủ chỗ cho bản xuất này.")
    return found


def import_plan(*, folder: PlanFolder, decisions: Decisions, by: User, at: datetime) -> Plan:
    """Write the folder as a plan; raises Refused, and then nothing of it is here."""
    found = preview(folder=folder, decisions=decisions, on=timezone.localdate(at))
    if not found.is_ready:
        raise Refused(" ".join(found.problems))
    with _removing_after_a_failure() as new_files:
        try:
            with transaction.atomic():
                plan = _write(folder, found, by=by, at=at)
                _store(folder, new_files)
        except DatabaseError as error:
            # Somebody else may have imported it at the same moment
            if existing := _same_plan(_row_of_plan(folder), found.units):
                raise PlanExists(existing) from error
            raise Refused(DAMAGED.format(INCONSISTENT)) from error
    return plan


def _write(folder: PlanFolder, found: FolderPreview, *, by: User, at: datetime) -> Plan:
    """Write the rows. What a row here says of its history is recounted from it."""
    source = f"bản xuất của Kế hoạch số {found.number}"
    ids = shared_rows.write(folder.rows, units=found.units, source=source, by=by, at=at)
    plan = own_rows.write(folder.rows, ids)
    if found.carries_out and found.carries_out.task:
        plan.parent_task = found.carries_out.task
        plan.save(update_fields=["parent_task"])
    standings.keep(ids.numbers[Assignment].values())
    roles.ensure_groups()
    access.ensure_grants(plan=plan)
    exported_at = timezone.localtime(datetime.fromisoformat(folder.manifest.made_at))
    PlanEvent.objects.record(
        plan=plan,
        kind=PlanEventKind.IMPORTED,
        note=f"Bản xuất lúc {exported_at:%H:%M ngày %d/%m/%Y}",
        by=by,
        at=at,
    )
    return plan


def _same_plan(row: Row, units: Sequence[UnitMatch]) -> Plan | None:
    """The plan here with the same number and day: the office's, or that of the same unit."""
    found = Plan.objects.filter(
        number=parsing.as_text(row, "number"), issued_on=parsing.as_text(row, "issued_on")
    )
    if not (owner := row.get("owner")):
        return found.of_the_office().first()
    unit = next((match.unit for match in units if match.code == owner), None)
    return found.filter(owner=unit).first() if unit else None


def _row_of_plan(folder: PlanFolder) -> Row:
    rows = folder.rows[tables.label(Plan)]
    if len(rows) != 1:
        raise Refused(DAMAGED.format(tables.PLAN))
    return rows[0]


def _store(folder: PlanFolder, new_files: list[str]) -> None:
    """Store the files that rows name; evidence passes the same checks as an upload.

    Those that were not here are added to `new_files`.
    """
    stored = folder.stored
    missing = set(folder.manifest.missing)
    for model, columns in tables.STORED.items():
        for row in folder.rows[tables.label(model)]:
            for column, name_column in columns.items():
                sha256 = parsing.as_text(row, column)
                if not sha256 or sha256 in missing:
                    continue
                if sha256 not in stored:
                    raise Refused(DAMAGED.format(f"tệp {sha256[:12]}…"))
                with folder.place.open(stored[sha256]) as content:
                    stream = cast(BinaryIO, content)
                    if (name_column and "review" not in row) or model is IssuedFile:
                        _check(stream, row, name_column)
                    if not filestore.path_of(sha256).exists():
                        new_files.append(sha256)
                    filestore.store(stream)


def _check(stream: BinaryIO, row: Row, name_column: str) -> None:
    size = row.get("file_size")
    name = parsing.as_text(row, name_column)
    found = uploads.check(stream, name=name, size=size if isinstance(size, int) else 0)
    secrecy.refuse_marks({f"Nội dung tệp “{name}”": found.text})
    if "file_type" in row and found.media_type != row["file_type"]:
        raise Refused(DAMAGED.format(name))
    stream.seek(0)


@contextmanager
def _removing_after_a_failure() -> Iterator[list[str]]:
    """Remove the files that the block stored, if it fails: its rows are rolled back.

    Only its own: another import may have stored the same folder meanwhile.
    """
    new_files: list[str] = []
    try:
        yield new_files
    except BaseException:
        for sha256 in new_files:
            filestore.remove(sha256, untouched_since=timezone.now() + timedelta(minutes=1))
        raise
