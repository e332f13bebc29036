"""The first administrator of an empty product; later ones are added on the pages for people."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracker.lib.refusal import Refused
from units import people
from units.models import Role, Unit, UnitKind, User

USERNAME = "quantri"
POSITION = "Quản trị hệ thống"


@transaction.atomic
def make_first(*, at: datetime) -> tuple[User, str]:
    """Create the administrator; return the password, which must be changed at the first log-in."""
    if User.objects.exists():
        raise Refused("Hệ thống đã có người dùng: không tạo quản trị đầu tiên nữa.")
    office = Unit.objects.filter(kind=UnitKind.COMMITTEE_OFFICE).order_by("position", "pk").first()
    if office is None:
        raise Refused("Chưa có đơn vị nào là văn phòng cấp ủy: cần nạp kế hoạch trước.")
    password = people.new_password()
    user = User.objects.create_user(
        USERNAME, password, full_name=POSITION, position=POSITION, must_change_password=True
    )
    people.grant_membership(
        person=user,
        unit=office,
        role=Role.ADMINISTRATOR,
        position=POSITION,
        first_day=timezone.localdate(at),
        by=user,
        at=at,
    )
    return user, password
