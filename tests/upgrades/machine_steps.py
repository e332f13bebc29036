"""What is told of the machine and of deadlines: a failed backup, a full disk, a due task."""

from datetime import datetime, timedelta
from unittest import mock

from django.utils import timezone

from plans import deadlines
from plans.models import Assignment, LegalDocument
from reporting.notices import reminding
from reporting.operations import backing_up
from reporting.operations.backing_up import room, shelf
from units.models import Role, User


def play(*, at: datetime) -> None:
    with mock.patch.object(shelf, "make", side_effect=OSError("invented for a fixture")):
        backing_up.try_to_back_up(at=at)
    with mock.patch.object(room, "is_low", return_value=True):
        backing_up.warn_of_disk(at=at)
    _remind_before_a_deadline(at=at)


def _remind_before_a_deadline(*, at: datetime) -> None:
    reviewer = User.objects.get(memberships__role=Role.REVIEWER)
    deadline = timezone.localdate(at) + timedelta(days=3)
    open_work = (
        Assignment.objects.owed().current().filter(standing__isnull=True, paused_from__isnull=True)
    )
    deadlines.set_deadline(
        assignment=open_work.order_by("pk")[0],
        deadline=deadline,
        words=f"chậm nhất ngày {deadline:%d/%m/%Y}",
        document=LegalDocument.objects.order_by("pk")[0],
        by=reviewer,
        at=at,
    )
    reminding.remind(at=at)
