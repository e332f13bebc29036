"""The set-up: whose product this is, and its first administrator."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from plans import bodies
from plans.bodies import BodySpec
from plans.models import BodyKind, IssuingBody, OwnBody
from tracker.lib.refusal import Refused
from units import administrators, set_up_keys
from units.kinds import changing, presets, usual_offices
from units.models import Role, User
from units.models.membership import role_names

OFFICE_LINE = "VĂN PHÒNG"
# What an office of the state calls roles whose usual names speak of a Party committee
STATE_ROLES = {
    Role.REVIEWER: "Chuyên viên Văn phòng",
    Role.LEADER: "Lãnh đạo (Chủ tịch, Phó Chủ tịch)",
    Role.OBSERVER: "Theo dõi",
}


@dataclass(frozen=True)
class OfficeSpec:
    """Who the office is; names as in a sentence, without capitals throughout."""

    level: str
    is_party: bool
    superior: str
    name: str
    place: str
    symbol: str
    office_name: str
    office_symbol: str
    first_day: date | None = None
    # Kinds of unit and blocs as an office of this level calls them, where there is such a list
    has_usual_words: bool = False

    @property
    def preset(self) -> str:
        """The list of usual words and bodies of its level; empty if none is there or wanted."""
        return self.level if self.has_usual_words and self.level in usual_offices.CODES else ""


@dataclass(frozen=True)
class FirstPerson:
    full_name: str
    position: str
    username: str
    password: str


def is_set_up() -> bool:
    return IssuingBody.objects.own().exists()


@transaction.atomic
def set_up(*, spec: OfficeSpec, by: User, at: datetime) -> IssuingBody:
    """Record whom the product belongs to: the committee, its office, and the unit of the office.

    A body that plans name already is taken as it is. Later changes are those of bodies and units.
    """
    if is_set_up():
        raise Refused("Cơ quan dùng hệ thống đã được khai báo; hãy tải lại trang để xem.")
    _use_usual_words(spec, by=by, at=at)
    committee = bodies.own_as(OwnBody.COMMITTEE, spec=_committee(spec), by=by, at=at)
    bodies.own_as(OwnBody.OFFICE, spec=_office(spec), by=by, at=at)
    administrators.name_office(name=spec.office_name, is_party=spec.is_party, by=by, at=at)
    if not spec.is_party:
        _name_roles(by=by, at=at)
    return committee


@transaction.atomic
def begin(*, key: str, spec: OfficeSpec, person: FirstPerson, at: datetime) -> User:
    """Set up a product without people by the key that was printed; it works once."""
    if not set_up_keys.take(key):
        raise Refused(
            "Địa chỉ thiết lập này đã được dùng. Nếu chưa ai đăng nhập được, hãy khởi động lại hệ "
            "thống để có địa chỉ mới."
        )
    user = User.objects.create_user(
        person.username, person.password, full_name=person.full_name, position=person.position
    )
    # The unit of the office, which comes next, is of a kind that keeps its words from then on
    _use_usual_words(spec, by=user, at=at)
    administrators.make_first_administrator(user, at=at)
    set_up(spec=replace(spec, has_usual_words=False), by=user, at=at)
    return user


def _use_usual_words(spec: OfficeSpec, *, by: User, at: datetime) -> None:
    if spec.preset:
        presets.apply(preset=spec.preset, by=by, at=at)


def _name_roles(*, by: User, at: datetime) -> None:
    """Names that somebody has chosen already stay."""
    now = role_names()
    names = {role: name for role, name in STATE_ROLES.items() if now[role] == role.label}
    changing.name_roles(names=names, by=by, at=at)


def _committee(spec: OfficeSpec) -> BodySpec:
    return BodySpec(
        kind=BodyKind.COMMITTEE if spec.is_party else BodyKind.STATE,
        superior_body=spec.superior.upper(),
        name=spec.name.upper(),
        title=spec.name,
        symbol=spec.symbol,
        place=spec.place,
        first_day=spec.first_day,
        common_name=spec.name,
        level=spec.level,
    )


def _office(spec: OfficeSpec) -> BodySpec:
    """The office issues papers as well, below the name of the committee."""
    name = spec.office_name.upper()
    is_named_above = spec.is_party and name.startswith(OFFICE_LINE)
    return BodySpec(
        kind=BodyKind.OFFICE if spec.is_party else BodyKind.STATE,
        superior_body=spec.name.upper(),
        name=OFFICE_LINE if is_named_above else name,
        title=spec.office_name,
        symbol=spec.office_symbol,
        place=spec.place,
        first_day=spec.first_day,
        common_name=spec.office_name,
        level=spec.level,
    )
