"""Periods: the office and leaders read them, the office and administrators edit them."""

from datetime import date

from reporting.models import ReportingPeriod
from reporting.periods import adjusting
from tests.permissions import AccessRule
from tests.permissions.scene import Scene

INSIDERS = ("officer", "head", "reviewer", "leader", "observer", "administrator", "other_unit")
WATCHERS = ("reviewer", "leader", "administrator")
KEEPERS = ("reviewer", "administrator")
TYPED = {
    "name": "Kỳ thử",
    "data_from": "01/01/2026",
    "data_to": "31/03/2026",
    "due_on": "10/04/2026",
}


def _for(people: tuple[str, ...], status: int) -> dict[str, int]:
    return {**dict.fromkeys(INSIDERS, 403), **dict.fromkeys(people, status)}


def _plan(scene: Scene) -> list[int]:
    return [scene.plan.pk]


def _period(scene: Scene) -> list[int]:
    return [scene.period.pk]


def _assignment(scene: Scene) -> list[int]:
    return [scene.assignment.pk]


def _planned(scene: Scene) -> list[int]:
    planned = ReportingPeriod.objects.create(
        plan=scene.plan,
        name="Kỳ chưa mở",
        data_from=date(2026, 1, 1),
        data_to=date(2026, 3, 31),
        due_on=date(2026, 4, 10),
    )
    return [planned.pk]


def _adjustment(scene: Scene) -> list[int]:
    released = adjusting.release(
        period=scene.period,
        unit=scene.other_assignment.unit,
        reason="Mới thành lập.",
        by=scene.people["reviewer"],
        at=scene.period.opened_at,
    )
    return [scene.period.pk, released.pk]


def _closed(scene: Scene) -> list[int]:
    scene.period.closed_at = scene.period.opened_at
    scene.period.save(update_fields=["closed_at"])
    return [scene.period.pk]


ACCESS = [
    AccessRule("reporting:list-periods", _for(WATCHERS, 200), args=_plan),
    AccessRule("reporting:close-plan", _for(KEEPERS, 200), args=_plan),
    AccessRule("reporting:close-plan", _for(KEEPERS, 422), method="post", args=_plan),
    AccessRule("reporting:reopen-plan", _for(KEEPERS, 200), args=_plan),
    AccessRule("reporting:reopen-plan", _for(KEEPERS, 422), method="post", args=_plan),
    AccessRule("reporting:archive-plan", _for(KEEPERS, 302), method="post", args=_plan),
    AccessRule("reporting:unarchive-plan", _for(KEEPERS, 302), method="post", args=_plan),
    AccessRule("reporting:period", _for(WATCHERS, 200), args=_period),
    AccessRule("reporting:add-period", _for(KEEPERS, 200), args=_plan),
    AccessRule(
        "reporting:add-period",
        _for(KEEPERS, 302),
        method="post",
        args=_plan,
        data=lambda scene: TYPED,
    ),
    AccessRule("reporting:edit-period", _for(KEEPERS, 200), args=_period),
    AccessRule(
        "reporting:edit-period",
        _for(KEEPERS, 302),
        method="post",
        args=_planned,
        data=lambda scene: TYPED,
    ),
    AccessRule("reporting:adjust-period", _for(KEEPERS, 200), args=_period),
    AccessRule(
        "reporting:adjust-period",
        _for(KEEPERS, 302),
        method="post",
        args=_period,
        data=lambda scene: {
            "unit": scene.other_assignment.unit_id,
            "kind": "released",
            "reason": "Mới thành lập.",
        },
    ),
    AccessRule("reporting:urge-units", _for(KEEPERS, 200), args=_period),
    AccessRule(
        "reporting:urge-units",
        _for(KEEPERS, 302),
        method="post",
        args=_period,
        data=lambda scene: {
            "unit": scene.other_assignment.unit_id,
            "text": "Đề nghị gửi báo cáo.",
        },
    ),
    AccessRule("reporting:urge-task", _for(KEEPERS, 200), args=_assignment),
    # Nothing is late yet
    AccessRule("reporting:urge-task", _for(KEEPERS, 422), method="post", args=_assignment),
    AccessRule("reporting:remove-adjustment", _for(KEEPERS, 302), method="post", args=_adjustment),
    AccessRule("reporting:open-period", _for(KEEPERS, 200), args=_planned),
    AccessRule("reporting:open-period", _for(KEEPERS, 302), method="post", args=_planned),
    AccessRule("reporting:close-period", _for(KEEPERS, 200), args=_period),
    AccessRule(
        "reporting:close-period",
        _for(KEEPERS, 302),
        method="post",
        args=_period,
        data=lambda scene: {"despite": scene.period.due_on.isoformat()},
    ),
    AccessRule("reporting:reopen-period", _for(KEEPERS, 200), args=_closed),
    AccessRule(
        "reporting:reopen-period",
        _for(KEEPERS, 302),
        method="post",
        args=_closed,
        data=lambda scene: {"note": "Bổ sung."},
    ),
]
