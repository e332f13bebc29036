"""An import while it is changed: locked, in the version that was seen, stored with an event."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from plans.importing import findings
from plans.importing.findings import Findings, FoundPart
from plans.importing.steps import locked_for_review, note_event
from plans.models import PlanImport, PlanImportEventKind
from tracker.lib.refusal import Refused
from units.models import User


class PartChanged(Refused):
    """Somebody else changed the part since its form was shown."""


@dataclass(frozen=True)
class OpenFindings:
    """An import that is being changed."""

    row: PlanImport
    found: Findings
    today: date


@contextmanager
def changing_findings(
    plan_import: PlanImport, note: str, *, by: User, at: datetime
) -> Iterator[OpenFindings]:
    """The findings, locked; stored with an event once the block has changed them."""
    with transaction.atomic():
        row = locked_for_review(plan_import)
        work = OpenFindings(row, cast(Findings, row.findings), timezone.localdate(at))
        yield work
        work.found["revision"] += 1
        row.save(update_fields=["findings"])
        note_event(row, PlanImportEventKind.CHANGED, by=by, at=at, note=note)


def part_to_change(work: OpenFindings, name: str, *, seen: int | None, by: User) -> FoundPart:
    """The part `name`, marked as changed by `by`, if it is still in the version `seen`."""
    part = findings.part_named(work.found, name)
    if part is None:
        raise Refused("Phần này không còn trong bản nhập. Hãy tải lại trang.")
    if seen is not None and part["version"] != seen:
        raise PartChanged(
            f"{part['saved_by'] or 'Người khác'} vừa lưu phần này. Nội dung bạn gõ vẫn còn dưới "
            "đây: hãy đối chiếu rồi lưu lần nữa để thay nội dung của người đó."
        )
    part["version"] += 1
    part["saved_by"] = by.full_name
    return part
