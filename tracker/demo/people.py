"""Invented people, one or more for each role, marked as demo in their names."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from tracker.demo.sentences import FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES
from units import roles
from units.models import Membership, Role, Unit, User

PASSWORD = "demo-ke-hoach-126"  # noqa: S105 -- shown on the log-in page of the demonstration
FIRST_DAY = date(2024, 3, 19)


@dataclass(frozen=True)
class Login:
    """One line of the table of demo log-ins, with the unit by its code."""

    role: Role
    username: str
    unit_code: str
    position: str
    # A second unit in the same role: one person works for both
    other_unit_code: str = ""

    @property
    def label(self) -> str:
        return f"{self.role.label}{', hai đơn vị' if self.other_unit_code else ''}"


# One per role, and one for a commune's government and its Party committee. Printed by `make run`
# and offered on the log-in page.
LOGINS = (
    Login(Role.OFFICER, "canbo", "hai-lam", "Công chức Văn phòng - Thống kê"),
    Login(Role.HEAD, "thutruong", "hai-lam", "Chủ tịch Ủy ban nhân dân xã"),
    Login(Role.REVIEWER, "chuyenvien", "van-phong-huyen-uy", "Chuyên viên tổng hợp"),
    Login(Role.LEADER, "lanhdao", "ban-thuong-vu-huyen-uy", "Phó Bí thư"),
    Login(Role.OBSERVER, "theodoi", "uy-ban-kiem-tra", "Ủy viên Ủy ban Kiểm tra"),
    Login(Role.ADMINISTRATOR, "quantri", "van-phong-huyen-uy", "Quản trị hệ thống"),
    Login(
        Role.OFFICER,
        "kiemnhiem",
        "hai-phu",
        "Công chức Văn phòng - Thống kê, kiêm Văn phòng Đảng ủy",
        other_unit_code="dang-uy-hai-phu",
    ),
)


def make_people(*, random: Random, at: datetime) -> dict[str, User]:
    """Add the people of `LOGINS` and an officer for every other unit. Returns officers by code."""
    units = {unit.code: unit for unit in Unit.objects.order_by("position", "code")}
    # All share one password, so it is hashed once: a hash takes a third of a second.
    password = make_password(PASSWORD)
    officers: dict[str, User] = {}
    for login in LOGINS:
        user = _person(login.username, login.position, password, random=random)
        # A reserved domain, so that demo mail reaches no one
        user.email = f"{login.username}@demo.invalid"
        user.save(update_fields=["email"])
        for code in filter(None, (login.unit_code, login.other_unit_code)):
            _member(user, units[code], login.role, login.position)
            if login.role == Role.OFFICER:
                officers[code] = user
    for code, unit in units.items():
        if code not in officers:
            user = _person(f"canbo.{code}", "Cán bộ đầu mối", password, random=random)
            _member(user, unit, Role.OFFICER, "Cán bộ đầu mối")
            officers[code] = user
    roles.apply_memberships(on=timezone.localdate(at))
    return officers


def logins_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-logins.txt"


def write_logins() -> Path:
    """Write the table of log-ins to the data directory, for the runner and the log-in page."""
    file = logins_file()
    lines = [f"{login.label}\t{login.username}\t{PASSWORD}" for login in LOGINS]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _person(username: str, position: str, password: str, *, random: Random) -> User:
    name = " ".join(random.choice(part) for part in (FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES))
    user = User(username=username, password=password, full_name=f"{name} (demo)", position=position)
    user.folded = user.search_text()
    user.save()
    return user


def _member(user: User, unit: Unit, role: Role, position: str) -> None:
    Membership.objects.create(
        user=user, unit=unit, role=role, position=position, first_day=FIRST_DAY
    )
