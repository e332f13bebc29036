"""Bulk filing: only the unit's officers."""

from reporting.filing import filing
from tests.factories import NOON, UserFactory
from tests.permissions import AccessRule
from tests.permissions.scene import Scene

READERS = ("head", "reviewer", "leader", "administrator")


def _draft(scene: Scene) -> list[int]:
    filing.take_back(entry=scene.entry, by=UserFactory(), at=NOON, note="Sửa số liệu.")
    return [scene.submission.pk]


def _chosen(scene: Scene) -> dict[str, str]:
    return {"answer": "not_applicable", "entry": f"{scene.entry.pk}-{scene.entry.version}"}


def _officer(status: int) -> dict[str, int]:
    return {**dict.fromkeys(READERS, 403), "officer": status}


ACCESS = [
    AccessRule("reporting:preview-answers", _officer(200), args=_draft, data=_chosen),
    AccessRule("reporting:answer-many", _officer(302), method="post", args=_draft, data=_chosen),
]
