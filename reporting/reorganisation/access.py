"""Who prepares a reorganisation, and who carries it out."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404

from reporting.models import Reorganisation

# The office prepares and decides; whoever may change units carries out
office_only = permission_required("units.make_plans", raise_exception=True)
administrators_only = permission_required("units.manage_directory", raise_exception=True)


def reorganisation_of(pk: int) -> Reorganisation:
    rows = Reorganisation.objects.select_related("document", "prepared_by", "carried_out_by")
    return get_object_or_404(rows, pk=pk)
