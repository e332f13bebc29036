"""Extensions: officers request and withdraw, assigners decide, both sides read."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from plans import deadlines
from reporting.extensions import extending
from reporting.models import Extension
from tests.factories import LegalDocumentFactory
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene

READERS = ("officer", "head", "reviewer", "leader", "administrator")
DECIDERS = ("reviewer", "administrator")


def _assignment(scene: Scene) -> list[int]:
    """The assignment of the scene with a deadline, not yet reported as completed."""
    deadlines.set_deadline(
        assignment=scene.assignment,
        deadline=timezone.localdate() + timedelta(days=10),
        words="trong tháng",
        document=LegalDocumentFactory(),
        by=scene.people["reviewer"],
        at=timezone.now(),
    )
    return [scene.assignment.pk]


def _proposal() -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=40)
    return {
        "proposed_deadline": f"{day:%d/%m/%Y}",
        "reason": "Chờ hướng dẫn.",
        "work_done": "Đã dự thảo.",
    }


def _extension(scene: Scene) -> list[int]:
    _assignment(scene)
    asked: Extension = extending.request(
        assignment=scene.assignment,
        proposed_deadline=timezone.localdate() + timedelta(days=40),
        reason="Chờ hướng dẫn.",
        work_done="Đã dự thảo.",
        by=scene.people["officer"],
        at=timezone.now(),
    )
    return [asked.pk]


def _grant(scene: Scene) -> dict[str, Any]:
    return {"day": "proposed", "words": "đến ngày mới", "document": LegalDocumentFactory().pk}


def _only(people: tuple[str, ...], status: int, *, insiders: tuple[str, ...]) -> dict[str, int]:
    return {**dict.fromkeys(insiders, 403), **dict.fromkeys(people, status)}


ACCESS = [
    AccessRule("reporting:list-extensions", everyone(200)),
    AccessRule("reporting:extension", dict.fromkeys(READERS, 200), args=_extension),
    AccessRule(
        "reporting:ask-extension",
        _only(("officer",), 200, insiders=(*READERS, "observer")),
        args=_assignment,
    ),
    AccessRule(
        "reporting:ask-extension",
        _only(("officer",), 302, insiders=(*READERS, "observer")),
        method="post",
        anonymous=401,  # the log-in page, which carries the posted form
        args=_assignment,
        data=lambda scene: _proposal(),
    ),
    AccessRule(
        "reporting:grant-extension",
        _only(DECIDERS, 302, insiders=READERS),
        method="post",
        args=_extension,
        data=_grant,
    ),
    AccessRule(
        "reporting:refuse-extension",
        _only(DECIDERS, 302, insiders=READERS),
        method="post",
        args=_extension,
        data=lambda scene: {"note": "Chưa đủ lý do."},
    ),
    AccessRule(
        "reporting:withdraw-extension",
        _only(("officer",), 302, insiders=READERS),
        method="post",
        args=_extension,
    ),
]
