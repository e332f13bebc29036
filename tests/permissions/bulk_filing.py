"""Bulk filing: only the unit's officers."""

from reporting.entries.fields import own_content_of
from reporting.filing import filing
from reporting.models import EntryVersion
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


def _version(scene: Scene) -> list[int]:
    _draft(scene)
    entry = scene.submission.entries.get()
    content = {**own_content_of(entry), "evidence": [], "indicators": [], "answers": {}}
    version = EntryVersion.objects.create(
        entry=entry, version=0, content={**content, "result": "Bản trước."}, kept_at=NOON
    )
    return [version.pk]


ACCESS = [
    AccessRule("reporting:preview-answers", _officer(200), args=_draft, data=_chosen),
    AccessRule("reporting:answer-many", _officer(302), method="post", args=_draft, data=_chosen),
    AccessRule(
        "reporting:undo-answers",
        _officer(302),
        method="post",
        args=_draft,
        data=lambda scene: {"entry": f"{scene.entry.pk}-{scene.entry.version}"},
    ),
    AccessRule(
        "reporting:list-versions",
        {**_officer(200), "observer": 403},
        args=lambda scene: [scene.entry.pk],
    ),
    AccessRule(
        "reporting:restore-version",
        {**_officer(302), "observer": 403},
        method="post",
        args=_version,
    ),
]
