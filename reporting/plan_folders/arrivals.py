"""Exported plans that somebody brought on a page, until they are written or given up.

Each has a folder in the data folder, with the .zip and a note of what became of it. The folder is
the record, as with exports. Nothing else of the plan is here before the worker has written it.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from plans.models import Plan
from reporting.plan_folders import bringing_in, opening, parsing
from reporting.plan_folders.bringing_in import FolderPreview
from tracker.lib import queueing, secrecy
from tracker.lib.disk.writing import sync_names, write_whole
from tracker.lib.refusal import Refused
from tracker.lib.uploads import names, scanning
from units.models import User

IMPORT = "reporting.tasks.import_plan_folder"
KEPT = timedelta(days=3)
# Longer than the task may take: a worker that was killed says nothing
GIVEN_UP_AFTER = timedelta(minutes=32)
TOO_LONG = "Mất quá nhiều thời gian nên đã dừng. Chưa có gì được ghi."
STOPPED = "Máy chủ dừng giữa chừng khi đang nhập. Hãy nhập lại."
ZIP, NOTE = "plan.zip", "note.json"


@dataclass(frozen=True)
class Arrival:
    """A folder that was brought. `asked_at`: since when the worker writes it; `words`: why it did
    not; `plan_id`: as what it did."""

    pk: int
    file_name: str
    number: str
    title: str
    brought_by: str
    brought_at: str
    decisions: dict[str, str]
    asked_at: str = ""
    words: str = ""
    plan_id: int = 0

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.brought_at)

    @property
    def is_written(self) -> bool:
        return bool(self.plan_id)

    def is_being_written(self, at: datetime) -> bool:
        if self.is_written or not self.asked_at:
            return False
        return at - datetime.fromisoformat(self.asked_at) < GIVEN_UP_AFTER

    def why_not(self, at: datetime) -> str:
        """Why the worker did not write it; empty while it does, or before it is asked."""
        is_over = self.asked_at and not self.is_written and not self.is_being_written(at)
        return STOPPED if is_over else self.words


def receive(*, file: "UploadedFile[bytes]", by: User, at: datetime) -> Arrival:
    """Take a .zip. Nothing stays of one that is damaged, foreign, or bears a mark of secrecy."""
    stream, name = cast(BinaryIO, file), names.clean(file.name or "")
    size = file.size or 0
    if size == 0:
        raise Refused(f"Tệp “{name}” rỗng (0 byte). Hãy kiểm tra và chọn lại.")
    if size > most_mb() * 1024 * 1024:
        raise Refused(
            f"Tệp “{name}” lớn hơn {most_mb()} MB. Hãy nhập trên máy chủ bằng lệnh manage.py "
            "import_plan."
        )
    secrecy.refuse_marks({f"Tên tệp “{name}”": name.rpartition(".")[0]})
    scanning.check(stream, name=name)
    stream.seek(0)
    folder = _new_folder(at)
    try:
        with (folder / ZIP).open("xb") as target:
            shutil.copyfileobj(stream, target)
            target.flush()
            os.fsync(target.fileno())
        with opening.opened(folder / ZIP) as found:
            parsing.refuse_unknown(found.rows)
            arrival = Arrival(
                pk=int(folder.name),
                file_name=name,
                number=found.manifest.number,
                title=found.manifest.title,
                brought_by=by.full_name,
                brought_at=at.isoformat(),
                decisions={},
            )
        _note(arrival)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return arrival


def all_of_them() -> list[Arrival]:
    """The newest first."""
    return sorted(_all(), key=lambda arrival: arrival.pk, reverse=True)


def find(pk: int) -> Arrival | None:
    """None also where its note was damaged."""
    try:
        given = json.loads((_folder(pk) / NOTE).read_text(encoding="utf-8"))
        return Arrival(**given) if given["pk"] == pk else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def deleted_among(found: Iterable[Arrival]) -> set[int]:
    """The plans that were written from `found` and deleted since; one query."""
    written = {arrival.plan_id for arrival in found if arrival.is_written}
    kept = Plan.objects.filter(pk__in=written).values_list("pk", flat=True)
    return written.difference(kept) if written else written


def preview(*, arrival: Arrival, at: datetime) -> FolderPreview:
    """What its import would do now, by what was decided."""
    with opening.opened(_folder(arrival.pk) / ZIP) as folder:
        on = timezone.localdate(at)
        return bringing_in.preview(folder=folder, decisions=arrival.decisions, on=on)


def decide(*, arrival: Arrival, decisions: dict[str, str], at: datetime) -> FolderPreview:
    """Keep what becomes of units; refuses what cannot be. Returns what the import does then."""
    refuse_busy(arrival, at)
    decided = replace(arrival, decisions=decisions, words="")
    found = preview(arrival=decided, at=at)
    _note(decided)
    return found


def ask(*, arrival: Arrival, decisions: dict[str, str], by: User, at: datetime) -> None:
    """Keep the decisions and let the worker write it, if nothing is in the way."""
    found = decide(arrival=arrival, decisions=decisions, at=at)
    if not found.is_ready:
        raise Refused(" ".join(found.problems))
    asked = replace(arrival, decisions=decisions, asked_at=at.isoformat(), words="")
    _note(asked)
    try:
        queueing.send(IMPORT, arrival_id=arrival.pk, person_id=by.pk)
    except BaseException:
        _note(replace(asked, asked_at=""))
        raise


def discard(*, arrival: Arrival, at: datetime) -> None:
    refuse_busy(arrival, at)
    shutil.rmtree(_folder(arrival.pk), ignore_errors=True)


def write(*, arrival_id: int, person_id: int, at: datetime) -> None:
    """Write it as a plan, for the first of the deliveries that come; say how it ended."""
    arrival = find(arrival_id)
    if arrival is None or arrival.is_written or not arrival.asked_at or not _claim(arrival):
        return
    zipped = _folder(arrival_id) / ZIP
    try:
        with opening.opened(zipped) as folder:
            by = User.objects.get(pk=person_id)
            plan = bringing_in.import_plan(folder=folder, decisions=arrival.decisions, by=by, at=at)
    except SoftTimeLimitExceeded:
        _note(replace(arrival, asked_at="", words=TOO_LONG))
    except Refused as refusal:
        _note(replace(arrival, asked_at="", words=str(refusal)))
    except OSError as error:
        _note(replace(arrival, asked_at="", words=f"Không ghi được: {error.strerror}."))
    else:
        _note(replace(arrival, plan_id=plan.pk))
        zipped.unlink(missing_ok=True)


def forget_old(*, at: datetime) -> int:
    """Remove those that nobody went on with for days, and what a fault left. Returns how many."""
    num_removed = 0
    for folder in _root().glob("*"):
        with contextlib.suppress(OSError):
            if at.timestamp() - folder.stat().st_mtime > KEPT.total_seconds():
                shutil.rmtree(folder, ignore_errors=True)
                num_removed += 1
    return num_removed


def refuse_busy(arrival: Arrival, at: datetime) -> None:
    """Nothing changes while the worker writes it, or afterwards."""
    if arrival.is_written:
        raise Refused("Bản xuất này đã được nhập thành kế hoạch.")
    if arrival.is_being_written(at):
        raise Refused("Bản xuất này đang được nhập. Hãy chờ ít phút.")


def most_mb() -> int:
    """A request has some more bytes than its file."""
    return int(settings.MAX_REQUEST_MB) - 10


def _claim(arrival: Arrival) -> bool:
    """Whether no other delivery writes for the same press of the button."""
    stamp = datetime.fromisoformat(arrival.asked_at).timestamp()
    try:
        (_folder(arrival.pk) / f"taken-{stamp}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _new_folder(at: datetime) -> Path:
    """Named by its moment; the next free one where two come at once."""
    root, pk = _root(), int(at.timestamp() * 1000)
    root.mkdir(parents=True, exist_ok=True)
    while True:
        with contextlib.suppress(FileExistsError):
            (root / str(pk)).mkdir()
            sync_names(root)
            return root / str(pk)
        pk += 1


def _note(arrival: Arrival) -> None:
    write_whole(_folder(arrival.pk) / NOTE, json.dumps(asdict(arrival), ensure_ascii=False))


def _all() -> Iterator[Arrival]:
    for folder in _root().glob("*"):
        if folder.name.isdecimal() and (arrival := find(int(folder.name))):
            yield arrival


def _folder(pk: int) -> Path:
    return _root() / str(pk)


def _root() -> Path:
    return Path(settings.DATA_DIR) / "plan-arrivals"
