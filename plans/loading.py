"""Loads the first plan and its units into an empty product."""

from datetime import datetime

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from plans import access, bodies
from plans.models import Plan
from units import roles
from units.models import Unit

NUMBER, ISSUED_ON = "126-KH/HU", "2024-03-19"
FIXTURES = ("units_hai_lang", "plan_126")


@transaction.atomic
def load_first_plan(*, at: datetime) -> Plan:
    """Load Plan 126 and the units of 2024, unless the plan exists: people may have changed it.

    Grants are updated on every call, because a release may add a permission.
    """
    plan = Plan.objects.filter(number=NUMBER, issued_on=ISSUED_ON).first()
    if plan is None:
        call_command("loaddata", *FIXTURES, verbosity=0)
        # Fixtures come as they are: what a save writes by itself is written here
        for unit in Unit.objects.order_by("pk"):
            unit.save(update_fields=["sort_key"])
        plan = Plan.objects.get(number=NUMBER, issued_on=ISSUED_ON)
    bodies.ensure_body(plan=plan)
    access.ensure_grants(plan=plan)
    roles.apply_memberships(on=timezone.localdate(at))
    return plan
