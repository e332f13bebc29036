"""What each start makes sure of, whatever plans there are."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from plans import access, bodies
from plans.models import Plan
from units import roles


@transaction.atomic
def make_sure(*, at: datetime) -> None:
    """Give all plans their bodies and grants, and people the groups of their roles.

    A release may add a permission, and plans come from earlier releases. Changes nothing else.
    """
    for plan in Plan.objects.select_related("body").order_by("pk"):
        bodies.ensure_body(plan=plan)
        access.ensure_grants(plan=plan)
    roles.apply_memberships(on=timezone.localdate(at))
