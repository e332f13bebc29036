"""Evidence: the unit's officers add, describe and remove it; readers of the entry read it."""

import io

from reporting.models import Evidence
from tests.factories import NOON
from tests.permissions import AccessRule
from tests.permissions.filing import ENTRY_READERS, draft_entry, only_officer
from tests.permissions.scene import Scene
from tracker.lib import filestore


def _evidence(scene: Scene) -> Evidence:
    sha256, size = filestore.store(io.BytesIO(b"noi dung"))
    return Evidence.objects.create(
        entry=scene.entry,
        number="1/BC",
        file_sha256=sha256,
        file_name="báo cáo.pdf",
        file_size=size,
        file_type="application/pdf",
        is_declared_not_secret=True,
        added_at=NOON,
        added_by=scene.people["officer"],
    )


def _sent_evidence(scene: Scene) -> list[int]:
    return [_evidence(scene).pk]


def _draft_evidence(scene: Scene) -> list[int]:
    draft_entry(scene)
    return [_evidence(scene).pk]


ACCESS = [
    AccessRule(
        "reporting:add-evidence",
        only_officer(insiders=ENTRY_READERS),
        method="post",
        args=draft_entry,
        data=lambda scene: {"number": "1/BC", "is_declared_not_secret": "on"},
    ),
    AccessRule(
        "reporting:edit-evidence",
        only_officer(200, insiders=ENTRY_READERS),
        args=_draft_evidence,
    ),
    AccessRule(
        "reporting:edit-evidence",
        only_officer(insiders=ENTRY_READERS),
        method="post",
        args=_draft_evidence,
        data=lambda scene: {"number": "2/BC", "seen": "1/BC"},
    ),
    AccessRule(
        "reporting:remove-evidence",
        only_officer(insiders=ENTRY_READERS),
        method="post",
        args=_draft_evidence,
    ),
    AccessRule(
        "reporting:download-evidence",
        {"officer": 200, **dict.fromkeys(ENTRY_READERS, 200)},
        args=_sent_evidence,
    ),
    AccessRule(
        "reporting:view-evidence",
        {"officer": 200, **dict.fromkeys(ENTRY_READERS, 200)},
        args=_sent_evidence,
    ),
]
