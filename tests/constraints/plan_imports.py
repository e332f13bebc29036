"""Imports of plans."""

from typing import Any

from plans.models import ImportState, PlanImport, PlanImportEvent
from tests.factories import NOON, PlanFactory, TaskFactory, UserFactory

SHA256 = "a" * 64


def _import(**fields: Any) -> PlanImport:
    whole = {
        "content_sha256": SHA256,
        "file_size": 1,
        "uploaded_at": NOON,
        "uploaded_by": UserFactory(),
        "queued_at": NOON,
    }
    return PlanImport(**(whole | fields))


def _same_content_again() -> PlanImport:
    _import().save()
    return _import(state=ImportState.READ, findings={})


def _event_of_an_unknown_kind() -> PlanImportEvent:
    row = _import()
    row.save()
    return PlanImportEvent(plan_import=row, kind="guessed", at=NOON, by=UserFactory())


BREACHES = [
    ("plans_planimport_state_known", lambda: _import(state="lost", ended_at=NOON)),
    ("plans_planimport_one_under_way_per_content", _same_content_again),
    ("plans_planimport_findings_once_read", lambda: _import(state="read")),
    ("plans_planimport_error_iff_failed", lambda: _import(error="Lỗi")),
    ("plans_planimport_ended_iff_not_under_way", lambda: _import(ended_at=NOON)),
    (
        "plans_planimport_a_unit_carries_out_its_task",
        lambda: _import(parent_task=TaskFactory()),
    ),
    ("plans_planimport_plan_only_when_written", lambda: _import(plan=PlanFactory())),
    ("plans_planimportevent_kind_known", _event_of_an_unknown_kind),
]
