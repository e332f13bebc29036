"""Who may open the pages of a plan's results."""

from django.core.exceptions import PermissionDenied

from plans import access
from plans.models import Plan
from units.models import User


def require_readable_results(plan: Plan, *, user: User) -> None:
    """Pages of results require at least one readable result; the text of the plan does not."""
    if access.has_permission("read_filings", plan=plan, by=user):
        return
    if not access.readable_assignments(plan, user=user).exists():
        raise PermissionDenied
