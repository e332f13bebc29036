"""Who reaches which submission and entry: 404 for strangers, 403 for those who may only read."""

from typing import NamedTuple, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from reporting.models import ProgressEntry, Submission
from units.models import Unit
from units.requests import SignedInRequest


class MayFile(Protocol):
    """A row annotated by `may_file`."""

    may_file: bool


class SubmissionAccess(NamedTuple):
    """A submission that the person may read, and whether they may write it."""

    submission: Submission
    may_file: bool


class EntryAccess(NamedTuple):
    """An entry that the person may read, and whether they may write it."""

    entry: ProgressEntry
    may_file: bool


def submission_to_read(request: SignedInRequest, pk: int) -> SubmissionAccess:
    submissions = Submission.objects.readable_by(request.user).for_row()
    fileable = Unit.objects.fileable_by(request.user).filter(pk=OuterRef("unit"))
    submission = get_object_or_404(submissions.annotate(may_file=Exists(fileable)), pk=pk)
    return SubmissionAccess(submission, cast(MayFile, submission).may_file)


def submission_to_write(request: SignedInRequest, pk: int) -> Submission:
    submission, may_file = submission_to_read(request, pk)
    if not may_file:
        raise PermissionDenied
    return submission


def entry_to_read(request: SignedInRequest, pk: int) -> EntryAccess:
    fileable = Unit.objects.fileable_by(request.user).filter(pk=OuterRef("submission__unit"))
    entries = ProgressEntry.objects.readable_by(request.user).for_row()
    entry = get_object_or_404(
        entries.select_related("submission__period__plan").annotate(may_file=Exists(fileable)),
        pk=pk,
    )
    return EntryAccess(entry, cast(MayFile, entry).may_file)


def entry_to_write(request: SignedInRequest, pk: int) -> ProgressEntry:
    """The entry, where the person files for its unit.

    People who file for a unit also read there. So the expensive subquery of readers runs only
    for those who may not write: a save comes every few seconds from everyone who types.
    """
    entries = ProgressEntry.objects.for_row().select_related("submission__period__plan")
    entry = entries.fileable_by(request.user).filter(pk=pk).first()
    if entry is None:
        get_object_or_404(ProgressEntry.objects.readable_by(request.user), pk=pk)
        raise PermissionDenied
    return entry
