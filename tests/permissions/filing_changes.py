"""Changes of a filing page: for readers of that page."""

from tests.permissions import AccessRule
from tests.permissions.scene import Scene

READERS = ("officer", "head", "reviewer", "leader", "administrator")


def _submission(scene: Scene) -> list[int]:
    return [scene.submission.pk]


def _sent_entry(scene: Scene) -> list[int]:
    return [scene.entry.pk]


ACCESS = [
    AccessRule(
        "reporting:list-changes",
        dict.fromkeys(READERS, 200),
        args=_submission,
        data=lambda scene: {"since": f"{scene.entry.pk}.0d"},
    ),
    AccessRule(
        "reporting:show-section",
        dict.fromkeys((*READERS, "observer"), 200),
        args=_sent_entry,
    ),
]
