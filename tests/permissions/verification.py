"""Verification: readers of an entry read it, reviewers of its plan decide."""

from django.utils import timezone

from reporting.verification import verifying
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene

READERS = ("officer", "head", "reviewer", "leader", "observer", "administrator")


def _entry(scene: Scene) -> list[int]:
    return [scene.entry.pk]


def _accepted(scene: Scene) -> list[int]:
    verifying.accept(entry=scene.entry, by=scene.people["reviewer"], at=timezone.now())
    return [scene.entry.pk]


def _version(scene: Scene) -> dict[str, str]:
    return {"version": str(scene.entry.version)}


def _only_reviewer(status: int) -> dict[str, int]:
    return {**dict.fromkeys(READERS, 403), "reviewer": status}


ACCESS = [
    AccessRule("reporting:verification-queue", everyone(403) | {"reviewer": 200}),
    AccessRule(
        "reporting:accept-entries",
        everyone(403) | {"reviewer": 302},
        method="post",
        data=lambda scene: {"entry": f"{scene.entry.pk}-{scene.entry.version}"},
    ),
    AccessRule("reporting:entry", dict.fromkeys(READERS, 200), args=_entry),
    AccessRule(
        "reporting:accept-entry",
        _only_reviewer(302),
        method="post",
        args=_entry,
        data=_version,
    ),
    AccessRule(
        "reporting:send-back-entry",
        _only_reviewer(302),
        method="post",
        anonymous=401,  # the log-in page, which carries the posted form
        args=_entry,
        data=lambda scene: {**_version(scene), "reason": "Thiếu.", "answer_by": "31/12/2099"},
    ),
    AccessRule(
        "reporting:undo-acceptance",
        everyone(403) | {"reviewer": 302},
        method="post",
        data=lambda scene: {"entry": f"{scene.entry.pk}-{scene.entry.version}"},
    ),
    AccessRule(
        "reporting:take-acceptance-back",
        _only_reviewer(302),
        method="post",
        args=_accepted,
        data=lambda scene: {**_version(scene), "reason": "Sai số liệu."},
    ),
    AccessRule("reporting:moved-verification-queue", everyone(301)),
]
