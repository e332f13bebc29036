"""Filing: the unit's officers write; its head and the office read."""

from reporting.filing import filing
from reporting.models import EntryStatus
from tests.factories import NOON, UserFactory
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene

# `readers` may read sent entries; of these only the unit's officer may write
READERS = ("head", "reviewer", "leader", "administrator")
ENTRY_READERS = (*READERS, "observer")
DRAFTED = {"version": "2", "state": "in_progress", "percent": "60", "result": "Đã làm."}


def _submission(scene: Scene) -> list[int]:
    return [scene.submission.pk]


def _sent_entry(scene: Scene) -> list[int]:
    return [scene.entry.pk]


def draft_entry(scene: Scene) -> list[int]:
    filing.take_back(entry=scene.entry, by=UserFactory(), at=NOON, note="Sửa số liệu.")
    return [scene.entry.pk]


def _draft_submission(scene: Scene) -> list[int]:
    draft_entry(scene)
    return [scene.submission.pk]


def _returned_entry(scene: Scene) -> list[int]:
    scene.entry.__class__.objects.filter(pk=scene.entry.pk).update(
        status=EntryStatus.RETURNED,
        return_reason="Thiếu số liệu.",
        answer_by=scene.period.due_on,
        decided_at=NOON,
        decided_by=scene.people["reviewer"],
    )
    return [scene.entry.pk]


def only_officer(status: int = 302, *, insiders: tuple[str, ...]) -> dict[str, int]:
    return {"officer": status, **dict.fromkeys(insiders, 403)}


ACCESS = [
    AccessRule("reporting:list-submissions", everyone(200)),
    AccessRule(
        "reporting:file-submission",
        {"officer": 200, **dict.fromkeys(READERS, 200)},
        args=_submission,
    ),
    AccessRule(
        "reporting:start-submission",
        {"officer": 302},
        method="post",
        args=lambda scene: [scene.period.pk, scene.unit.pk],
    ),
    AccessRule(
        "reporting:send-submission",
        only_officer(insiders=READERS),
        method="post",
        args=_draft_submission,
    ),
    AccessRule(
        "reporting:save-entry",
        only_officer(insiders=ENTRY_READERS),
        anonymous=401,  # the log-in page, which carries the posted form
        method="post",
        args=draft_entry,
        data=lambda scene: DRAFTED,
    ),
    AccessRule(
        "reporting:answer-entry",
        only_officer(insiders=ENTRY_READERS),
        anonymous=401,
        method="post",
        args=_returned_entry,
        data=lambda scene: DRAFTED,
    ),
    AccessRule(
        "reporting:take-back-entry",
        only_officer(insiders=ENTRY_READERS),
        method="post",
        args=_sent_entry,
        data=lambda scene: {"note": "Sửa số liệu."},
    ),
    AccessRule(
        "reporting:entry-changes",
        {"officer": 200, **dict.fromkeys(ENTRY_READERS, 200)},
        args=_sent_entry,
    ),
]
