"""Object permissions on plans, in direct tables (see `units.models.permissions`)."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class PlanUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey("plans.Plan", on_delete=models.CASCADE)


class PlanGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey("plans.Plan", on_delete=models.CASCADE)
