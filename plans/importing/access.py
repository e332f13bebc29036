"""Who works on imports, and where each finding is shown."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from plans.models import PlanImport
from units import roles
from units.requests import SignedInRequest


def refuse_others(request: SignedInRequest) -> None:
    if not roles.may_make_plans(request.user):
        raise PermissionDenied


def import_to_review(request: SignedInRequest, pk: int) -> PlanImport:
    """The import, for everybody who may make plans: the office does this work together."""
    refuse_others(request)
    return get_object_or_404(PlanImport.objects.select_related("uploaded_by", "plan"), pk=pk)


def to_part(pk: int, part: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of(pk, part))


def address_of(pk: int, name: str) -> str:
    """Where a finding is shown, also where it is on a part of its own."""
    return f"{reverse('plans:plan-import', args=[pk])}?at={name}#{name}"
