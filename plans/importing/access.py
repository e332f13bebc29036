"""Who works on imports, and where each finding is shown."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from plans import access
from plans.models import PlanImport
from units import roles
from units.requests import SignedInRequest


def refuse_others(request: SignedInRequest) -> None:
    if not roles.may_make_plans(request.user):
        raise PermissionDenied


def import_to_review(request: SignedInRequest, pk: int) -> PlanImport:
    """The import, for everybody who may make such plans: an office does this work together."""
    makes, keeps = roles.may_make_plans(request.user), access.keepers(request.user)
    if not makes and not keeps:
        raise PermissionDenied
    row = get_object_or_404(PlanImport.objects.select_related("uploaded_by", "plan"), pk=pk)
    if not (makes if row.owner_id is None else row.owner_id in keeps):
        raise PermissionDenied
    return row


def to_part(pk: int, part: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of(pk, part))


def address_of(pk: int, name: str) -> str:
    """Where a finding is shown, also where it is on a part of its own."""
    return f"{reverse('plans:plan-import', args=[pk])}?at={name}#{name}"
