"""Imports of plans: the office and administrators, who make plans, work on them together."""

from tests.permissions import AccessRule
from tests.permissions.scene import Scene
from tests.plans.importing.scene import read, waiting

READERS = ("reviewer", "leader", "observer", "administrator", "other_unit")
MAKERS = ("reviewer", "administrator")
TASK = {
    "seen": "0",
    "code": "1.1",
    "title": "Lắp đặt đường truyền",
    "text": "Lắp đặt đường truyền tại nhà văn hóa.",
    "group": "g2",
    "kind": "one_off",
}


def _makers(status: int) -> dict[str, int]:
    return dict.fromkeys(MAKERS, status)


def _waiting(scene: Scene) -> list[object]:
    return [waiting(by=scene.people["reviewer"]).pk]


def _read(scene: Scene) -> list[object]:
    return [read(by=scene.people["reviewer"]).pk]


def _task(scene: Scene) -> list[object]:
    return [*_read(scene), "t3"]


def _rule(name: str, status: int, **given: object) -> AccessRule:
    return AccessRule(f"plans:{name}", _makers(status), others=403, **given)  # type: ignore[arg-type]


ACCESS = [
    # The unit of the assignment alone
    *(
        AccessRule(
            "plans:import-own-plan",
            dict.fromkeys(READERS, 403) | dict.fromkeys(("officer", "head"), status),
            method=method,
            args=lambda scene: [scene.assignment.pk],
            data=lambda scene: {"text": "KẾ HOẠCH\nchuyển đổi số của xã"},
        )
        for method, status in (("get", 200), ("post", 302))
    ),
    _rule("import-plan", 200),
    _rule(
        "import-plan",
        302,
        method="post",
        data=lambda scene: {"text": "KẾ HOẠCH\nchuyển đổi số"},
    ),
    _rule("plan-import", 200, args=_read),
    _rule("import-progress", 200, args=_waiting),
    _rule("map-units", 302, method="post", args=_read, data=lambda scene: {"step": "match"}),
    _rule("give-targets", 302, method="post", args=_read),
    _rule("edit-finding", 200, args=_task),
    _rule("edit-finding", 302, method="post", args=_task, data=lambda scene: TASK),
    _rule("drop-finding", 302, method="post", args=_task),
    _rule("confirm-import", 200, args=_read),
    _rule("confirm-import", 302, method="post", args=_read, data=lambda scene: {"seen": "0"}),
    _rule(
        "step-import",
        302,
        method="post",
        args=lambda scene: [*_waiting(scene), "discard"],
    ),
]
