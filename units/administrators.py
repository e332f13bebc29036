"""The first administrator of an empty product; later ones are added on the pages for people."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracker.lib.refusal import Refused
from units import directory, people, set_up_keys
from units.models import Role, Unit, UnitKind, User

USERNAME = "quantri"
POSITION = "Quản trị hệ thống"
# Until the set-up says what it is called
OFFICE_CODE, UNNAMED_OFFICE = "van-phong", "Văn phòng"


@transaction.atomic
def make_first(*, at: datetime) -> tuple[User, str]:
    """Create the administrator; return the password, which must be changed at the first log-in."""
    set_up_keys.forget()
    if User.objects.exists():
        raise Refused("Hệ thống đã có người dùng: không tạo quản trị đầu tiên nữa.")
    password = people.new_password()
    user = User.objects.create_user(
        USERNAME, password, full_name=POSITION, position=POSITION, must_change_password=True
    )
    make_first_administrator(user, at=at)
    return user, password


def make_first_administrator(user: User, *, at: datetime) -> None:
    """Give the first person the role at the office, which nobody else can give."""
    people.grant_membership(
        person=user,
        unit=office() or add_office(by=user, at=at),
        role=Role.ADMINISTRATOR,
        position=user.position,
        first_day=timezone.localdate(at),
        by=user,
        at=at,
    )


def office() -> Unit | None:
    """The office of the committee, if the directory has it."""
    return Unit.objects.filter(kind=UnitKind.COMMITTEE_OFFICE).order_by("position", "pk").first()


def add_office(*, by: User, at: datetime) -> Unit:
    """The unit of the office, without a name of its own yet."""
    kind = _kind(UnitKind.COMMITTEE_OFFICE)
    return directory.add_unit(
        name=UNNAMED_OFFICE,
        short_name=UNNAMED_OFFICE,
        code=_free_code(),
        aliases=[],
        kind=kind,
        bloc=kind.bloc,
        position=10,
        by=by,
        at=at,
    )


def name_office(*, name: str, is_party: bool, by: User, at: datetime) -> None:
    """Call the unit of the office `name`, unless somebody has named it already."""
    unit = office() or add_office(by=by, at=at)
    if unit.name != UNNAMED_OFFICE:
        return
    kind = _kind(UnitKind.COMMITTEE_OFFICE if is_party else UnitKind.DEPARTMENT)
    directory.change_unit(
        unit=unit,
        aliases=[],
        name=name,
        short_name=name[:60].strip(),
        kind=kind,
        bloc=kind.bloc,
        by=by,
        at=at,
    )


def _kind(code: str) -> UnitKind:
    return UnitKind.objects.select_related("bloc").get(pk=code)


def _free_code() -> str:
    taken = set(Unit.objects.filter(code__startswith=OFFICE_CODE).values_list("code", flat=True))
    numbered = (f"{OFFICE_CODE}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (OFFICE_CODE, *numbered) if code not in taken)
