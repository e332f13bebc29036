"""Who reaches which contribution: 404 for strangers, 403 for those who may only read it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from plans.models import Assignment, AssignmentRole
from reporting.models import (
    Contribution,
    ContributionEvidence,
    ReportingPeriod,
)
from units.models import Unit
from units.requests import SignedInRequest


def part_to_write(
    request: SignedInRequest, period_pk: int, pk: int
) -> tuple[ReportingPeriod, Assignment]:
    """A period and a co-ordinating assignment of a unit that the person files for."""
    periods = ReportingPeriod.objects.readable_by(request.user).opened().select_related("plan")
    period = get_object_or_404(periods, pk=period_pk)
    rows = Assignment.objects.filter(role=AssignmentRole.COORDINATING, task__plan=period.plan_id)
    assignment = get_object_or_404(
        rows.readable_by(request.user).select_related("unit", "task__group"), pk=pk
    )
    if not _may_file_for(request, assignment):
        raise PermissionDenied
    return period, assignment


def contribution_to_read(request: SignedInRequest, pk: int) -> tuple[Contribution, bool]:
    """A contribution that the person may read, and whether they write for its unit."""
    rows = Contribution.objects.readable_by(request.user).for_row()
    contribution = get_object_or_404(rows.select_related("sent_by"), pk=pk)
    return contribution, _may_file_for(request, contribution.assignment)


def contribution_to_write(request: SignedInRequest, pk: int) -> Contribution:
    contribution, may_file = contribution_to_read(request, pk)
    if not may_file:
        raise PermissionDenied
    return contribution


def contribution_to_confirm(request: SignedInRequest, pk: int) -> Contribution:
    """A contribution of a unit whose head the person is."""
    contribution, _ = contribution_to_read(request, pk)
    if not may_confirm(request, contribution):
        raise PermissionDenied
    return contribution


def may_confirm(request: SignedInRequest, contribution: Contribution) -> bool:
    return request.user.has_perm("units.confirm_filing", contribution.assignment.unit)


def evidence_to_read(request: SignedInRequest, pk: int) -> ContributionEvidence:
    """A piece of evidence with a file."""
    readable = Contribution.objects.readable_by(request.user).values("pk")
    rows = ContributionEvidence.objects.filter(contribution__in=readable)
    return get_object_or_404(rows.exclude(file_sha256=""), pk=pk)


def _may_file_for(request: SignedInRequest, assignment: Assignment) -> bool:
    return Unit.objects.fileable_by(request.user).filter(pk=assignment.unit_id).exists()
