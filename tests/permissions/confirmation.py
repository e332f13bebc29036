"""Confirmation: officers present and take back, the head decides, the office sets the rule."""

from plans.models import Plan
from reporting.filing import confirming, filing
from tests.factories import NOON, UserFactory
from tests.permissions import AccessRule
from tests.permissions.scene import Scene

INSIDERS = ("officer", "head", "reviewer", "leader", "observer", "administrator", "other_unit")
READERS = ("officer", "head", "reviewer", "leader", "administrator")


def _only(who: str, status: int) -> dict[str, int]:
    return {**dict.fromkeys(READERS, 403), who: status}


def _draft(scene: Scene) -> list[int]:
    Plan.objects.filter(pk=scene.plan.pk).update(needs_head_confirmation=True)
    filing.take_back(entry=scene.entry, by=UserFactory(), at=NOON, note="Sửa số liệu.")
    return [scene.submission.pk]


def _presented(scene: Scene) -> list[int]:
    _draft(scene)
    scene.submission.refresh_from_db()
    scene.submission.period.refresh_from_db()
    scene.submission.period.plan.refresh_from_db()
    confirming.ask(
        submission=scene.submission, by=scene.people["officer"], at=scene.period.opened_at
    )
    return [scene.submission.pk]


def _decision(scene: Scene) -> dict[str, object]:
    return {"seen": scene.submission.events.latest("pk").pk, "note": "Bổ sung số liệu."}


ACCESS = [
    AccessRule(
        "reporting:set-head-confirmation",
        {**dict.fromkeys(INSIDERS, 403), "reviewer": 302, "administrator": 302},
        method="post",
        args=lambda scene: [scene.plan.pk],
        data=lambda scene: {"is_needed": "yes"},
    ),
    AccessRule(
        "reporting:set-contribution-rule",
        {**dict.fromkeys(INSIDERS, 403), "reviewer": 302, "administrator": 302},
        method="post",
        args=lambda scene: [scene.plan.pk],
        data=lambda scene: {"are_required": "yes"},
    ),
    AccessRule("reporting:confirm-submission", _only("head", 200), args=_presented),
    AccessRule("reporting:ask-confirmation", _only("officer", 302), method="post", args=_draft),
    AccessRule(
        "reporting:withdraw-submission", _only("officer", 302), method="post", args=_presented
    ),
    AccessRule(
        "reporting:give-confirmation",
        _only("head", 302),
        method="post",
        args=_presented,
        data=_decision,
    ),
    AccessRule(
        "reporting:give-back-submission",
        _only("head", 302),
        method="post",
        anonymous=401,  # the log-in page, which carries the posted form
        args=_presented,
        data=_decision,
    ),
]
