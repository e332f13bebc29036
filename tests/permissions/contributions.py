"""Contributions: officers of the co-ordinating unit write; lead, office and leaders read."""

import io

from plans.models import Assignment, AssignmentRole, Plan
from reporting.contributions import confirming, contributing
from reporting.models import Contribution, ContributionEvidence
from tests.factories import NOON, AssignmentFactory
from tests.permissions import AccessRule, everyone
from tests.permissions.filing import DRAFTED, ENTRY_READERS, draft_entry, only_officer
from tests.permissions.scene import Scene
from tracker.lib import filestore

# The officer of the lead, and all who read the results of the task
READERS = ("officer", *ENTRY_READERS)


def _helper(scene: Scene) -> Assignment:
    """The assignment by which the other unit co-ordinates the scene's task."""
    if "helper" not in scene.extra:
        scene.extra["helper"] = AssignmentFactory(
            task=scene.task, unit=scene.other_assignment.unit, role=AssignmentRole.COORDINATING
        )
    helper: Assignment = scene.extra["helper"]
    return helper


def _sent(scene: Scene) -> Contribution:
    common = {"by": scene.people["other_unit"], "at": NOON}
    saved = contributing.save(
        period=scene.period, assignment=_helper(scene), seen_version=0, text="Đã làm.", **common
    )
    sha256, size = filestore.store(io.BytesIO(b"noi dung"))
    scene.extra["evidence"] = ContributionEvidence.objects.create(
        contribution=saved,
        file_sha256=sha256,
        file_name="a.pdf",
        file_size=size,
        file_type="application/pdf",
        is_declared_not_secret=True,
        added_at=NOON,
        added_by=scene.people["other_unit"],
    )
    contributing.send(contribution=saved, **common)
    return saved


def _sent_pk(scene: Scene) -> list[int]:
    return [_sent(scene).pk]


def _sent_evidence(scene: Scene) -> list[int]:
    _sent(scene)
    return [scene.extra["evidence"].pk]


def _draft_with_source(scene: Scene) -> list[int]:
    scene.extra["sent"] = _sent(scene)
    return draft_entry(scene)


def _part(scene: Scene) -> list[int]:
    return [scene.period.pk, _helper(scene).pk]


def _with_head(scene: Scene) -> list[int]:
    """A contribution of the scene's unit to the task of another, which waits for its head."""
    Plan.objects.filter(pk=scene.plan.pk).update(needs_head_confirmation=True)
    helper = AssignmentFactory(
        task=scene.other_assignment.task, unit=scene.unit, role=AssignmentRole.COORDINATING
    )
    common = {"by": scene.people["officer"], "at": NOON}
    saved = contributing.save(
        period=scene.period, assignment=helper, seen_version=0, text="Đã làm.", **common
    )
    confirming.ask(contribution=saved, **common)
    scene.extra["presented"] = saved
    return [saved.pk]


# To be asked for writing, one must read the assignment: the lead reads what it is sent
OTHERS_403 = dict.fromkeys(ENTRY_READERS[1:], 403)

ACCESS = [
    AccessRule("reporting:list-contributions", everyone(200)),
    AccessRule(
        "reporting:contribution",
        {"other_unit": 302, **dict.fromkeys(READERS, 200)},
        args=_sent_pk,
    ),
    AccessRule("reporting:write-contribution", {"other_unit": 200, **OTHERS_403}, args=_part),
    AccessRule(
        "reporting:write-contribution",
        {"other_unit": 302, **OTHERS_403},
        anonymous=401,
        method="post",
        args=_part,
        data=lambda scene: {"version": "0", "text": "Đã làm."},
    ),
    AccessRule(
        "reporting:take-back-contribution",
        {"other_unit": 302, **dict.fromkeys(READERS, 403)},
        method="post",
        args=_sent_pk,
    ),
    AccessRule(
        "reporting:withdraw-contribution",
        {"officer": 302, "head": 403},
        method="post",
        args=_with_head,
    ),
    AccessRule(
        "reporting:confirm-contribution",
        {"officer": 403, "head": 302},
        method="post",
        args=_with_head,
        data=lambda scene: {"seen": scene.extra["presented"].version + 1},
    ),
    AccessRule(
        "reporting:give-back-contribution",
        {"officer": 403, "head": 302},
        anonymous=401,
        method="post",
        args=_with_head,
        data=lambda scene: {
            "seen": scene.extra["presented"].version + 1,
            "note": "Bổ sung số liệu.",
        },
    ),
    AccessRule(
        "reporting:download-contribution-evidence",
        {"other_unit": 200, **dict.fromkeys(READERS, 200)},
        args=_sent_evidence,
    ),
    AccessRule(
        "reporting:take-in-contribution",
        only_officer(insiders=ENTRY_READERS),
        anonymous=401,
        method="post",
        args=_draft_with_source,
        data=lambda scene: {**DRAFTED, "contribution": scene.extra["sent"].pk},
    ),
]
