"""Units in blocs, each with its officer, and the people of the office."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from tracker.demo.bench.scene import insert
from tracker.demo.people import LOGINS, PASSWORD
from units import roles
from units.models import Bloc, Membership, Role, Unit, UnitKind, UnitName, User
from units.models.unit import search_text

# Most units are communes, as in a district
KINDS = (
    (UnitKind.COMMUNE, Bloc.GOVERNMENT, "Ủy ban nhân dân xã", "X."),
    (UnitKind.COMMUNE, Bloc.GOVERNMENT, "Ủy ban nhân dân thị trấn", "TT."),
    (UnitKind.PARTY_ORGANIZATION, Bloc.PARTY, "Đảng ủy xã", "ĐU"),
    (UnitKind.DEPARTMENT, Bloc.GOVERNMENT, "Phòng chuyên môn", "P."),
    (UnitKind.MASS_ORGANIZATION, Bloc.FRONT, "Hội cấp xã", "Hội"),
    (UnitKind.COMMUNE, Bloc.GOVERNMENT, "Ủy ban nhân dân phường", "P."),
    (UnitKind.PEOPLES_COUNCIL, Bloc.COUNCIL, "Hội đồng nhân dân xã", "HĐND"),
    (UnitKind.COMMUNE, Bloc.GOVERNMENT, "Ban quản lý xã", "BQL"),
)


def make_units(count: int) -> list[Unit]:
    units = [_unit(index) for index in range(count)]
    insert(Unit, units)
    insert(
        UnitName,
        [UnitName(unit=unit, name=unit.name, short_name=unit.short_name) for unit in units],
    )
    return units


def _unit(index: int) -> Unit:
    kind, bloc, name, short = KINDS[index % len(KINDS)]
    unit = Unit(
        code=f"don-vi-do-{index + 1}",
        name=f"{name} Đo {index + 1} (demo)",
        short_name=f"{short} Đo {index + 1}",
        kind_id=kind,
        bloc_id=bloc,
        position=index + 1,
    )
    unit.folded = search_text(unit, [])
    return unit


def make_people(units: list[Unit], *, at: datetime, first_day: date) -> list[User]:
    """An officer for each unit, in their order, and one person for each other role.

    The people of `LOGINS` belong to the first unit.
    """
    password = make_password(PASSWORD)
    officer, *others = (login for login in LOGINS if not login.other_unit_code)
    officers = [
        _person(f"canbo.{unit.code}" if index else officer.username, unit.short_name, password)
        for index, unit in enumerate(units)
    ]
    office = [_person(login.username, login.position, password) for login in others]
    insert(User, [*officers, *office])
    places = [
        *((user, unit, Role.OFFICER) for user, unit in zip(officers, units, strict=True)),
        *((user, units[0], login.role) for user, login in zip(office, others, strict=True)),
    ]
    insert(
        Membership,
        [
            Membership(user=user, unit=unit, role=role, first_day=first_day)
            for user, unit, role in places
        ],
    )
    roles.apply_memberships(on=timezone.localdate(at))
    return officers


def _person(username: str, position: str, password: str) -> User:
    user = User(
        username=username,
        password=password,
        full_name=f"Người dùng {username} (demo)",
        position=position,
    )
    user.folded = user.search_text()
    return user
