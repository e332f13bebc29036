"""Threads: the unit's people and reviewers write, other readers of filings read."""

from tests.permissions import AccessRule
from tests.permissions.scene import Scene

WRITERS = ("officer", "head", "reviewer")
READERS = ("leader", "administrator")


def _entry(scene: Scene) -> list[int]:
    return [scene.entry.pk]


ACCESS = [
    AccessRule("reporting:comments", dict.fromkeys((*WRITERS, *READERS), 200), args=_entry),
    AccessRule(
        "reporting:add-comment",
        dict.fromkeys(WRITERS, 302) | dict.fromkeys(READERS, 403),
        method="post",
        args=_entry,
        data=lambda scene: {"text": "Đề nghị nêu rõ số hội nghị."},
    ),
    AccessRule(
        "reporting:read-comments",
        dict.fromkeys((*WRITERS, *READERS), 302),
        method="post",
        args=_entry,
    ),
]
