"""Django's `has_perm`, answered by what groups are granted on plans, on units and globally."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from plans import access
from plans.models import Plan
from units import roles
from units.models import Unit, User


class GroupRights(BaseBackend):
    """The only answer: querysets know nothing but groups, so nothing else counts here either.

    A permission granted to a person alone has no effect anywhere.
    """

    def has_perm(
        self, user_obj: User | AnonymousUser, perm: str, obj: object | None = None
    ) -> bool:
        if isinstance(user_obj, User) and user_obj.is_active and _holds(user_obj, perm, obj):
            return True
        raise PermissionDenied  # ends the question; no other backend is asked


def _holds(user: User, perm: str, obj: object | None) -> bool:
    app, _, codename = perm.partition(".")
    of_plans = access.permissions_by_plan(user)  # reads those on units in the same query
    if app == "plans":
        return isinstance(obj, Plan) and codename in of_plans.get(obj.pk, ())
    if app == "units" and (obj is None or isinstance(obj, Unit)):
        of_units = roles.permissions_by_unit(user)
        return codename in of_units.get(obj.pk if obj else None, ())
    return False
