"""Units and their names, people and their roles."""

from datetime import date

from django.db.models import Model

from tests.constraints import changed
from tests.factories import NOON, UnitFactory, UserFactory
from units.models import (
    Bloc,
    DirectoryEvent,
    DirectoryImport,
    LogInOrigin,
    LogInTry,
    Membership,
    RecoveryCode,
    Role,
    RoleName,
    SecondFactor,
    Succession,
    SuccessionKind,
    UnitAlias,
    UnitKind,
    UnitName,
)

EARLY, LATE = date(2024, 1, 1), date(2025, 7, 1)


def _own_parent() -> Model:
    unit = UnitFactory()
    return changed(unit, parent=unit)


def _second_name() -> UnitName:
    return UnitName(unit=UnitFactory(), name="Tên khác", short_name="Tên khác")


def _name_that_ends_before_it_begins() -> UnitName:
    return UnitName(unit=UnitFactory(), name="Cũ", short_name="Cũ", first_day=LATE, last_day=EARLY)


def _same_alias() -> UnitAlias:
    row = UnitAlias.objects.create(unit=UnitFactory(), alias="Xã Thử")
    return UnitAlias(unit=row.unit, alias=row.alias)


def _succession() -> Succession:
    return Succession.objects.create(
        predecessor=UnitFactory(),
        successor=UnitFactory(),
        kind=SuccessionKind.MERGE,
        effective_on=LATE,
        document="1-QĐ/TU",
    )


def _own_successor() -> Model:
    row = _succession()
    return changed(row, successor=row.predecessor)


def _same_succession() -> Succession:
    row = _succession()
    return Succession(
        predecessor=row.predecessor,
        successor=row.successor,
        kind=row.kind,
        effective_on=EARLY,
        document=row.document,
    )


def _membership(**fields: date) -> Membership:
    return Membership.objects.create(
        user=UserFactory(), unit=UnitFactory(), role=Role.OFFICER, **{"first_day": LATE, **fields}
    )


def _same_role_again() -> Membership:
    ended = _membership(first_day=EARLY, last_day=EARLY)
    facts = {"user": ended.user, "unit": ended.unit, "role": ended.role, "first_day": LATE}
    Membership.objects.create(**facts)
    return Membership(**facts)


def _same_kind() -> UnitKind:
    row = UnitKind.objects.create(code="club", name="Câu lạc bộ", bloc_id=Bloc.PARTY)
    return UnitKind(code="team", name=row.name, bloc_id=Bloc.PARTY)


def _same_origin() -> LogInOrigin:
    row = LogInOrigin.objects.create(name="canbo", address="192.0.2.1")
    return LogInOrigin(name=row.name, address=row.address)


def _same_code() -> RecoveryCode:
    row = RecoveryCode.objects.create(person=UserFactory(), digest="0" * 64)
    return RecoveryCode(person=row.person, digest=row.digest)


def _confirmed_without_count() -> DirectoryImport:
    facts = {"file_name": "x.xlsx", "uploaded_at": NOON, "uploaded_by": UserFactory()}
    return DirectoryImport(content={}, confirmed_at=NOON, **facts)


BREACHES = [
    ("units_directoryimport_counted_iff_confirmed", _confirmed_without_count),
    ("units_recoverycode_once", _same_code),
    ("units_secondfactor_secret_given", lambda: SecondFactor(person=UserFactory(), last_step=0)),
    ("units_loginorigin_once", _same_origin),
    ("units_logintry_outcome_known", lambda: LogInTry(at=NOON, name="canbo", outcome="odd")),
    ("units_unitkind_name_given", lambda: UnitKind(code="club", name="", bloc_id=Bloc.PARTY)),
    ("units_unitkind_name_once", _same_kind),
    ("units_bloc_name_given", lambda: Bloc(code="east", name="")),
    ("units_bloc_name_once", lambda: Bloc(code="east", name="Khối Đảng")),
    ("units_rolename_role_known", lambda: RoleName(role="guest", name="Khách")),
    ("units_rolename_name_given", lambda: RoleName(role=Role.HEAD, name="")),
    (
        "units_unit_last_day_not_before_first",
        lambda: changed(UnitFactory(), first_day=LATE, last_day=EARLY),
    ),
    (
        "units_unit_end_recorded_only_when_ended",
        lambda: changed(UnitFactory(), end_recorded_on=LATE),
    ),
    ("units_unit_not_its_own_parent", _own_parent),
    ("units_unitname_one_current_per_unit", _second_name),
    ("units_unitname_last_day_not_before_first", _name_that_ends_before_it_begins),
    ("units_unitalias_once_per_unit", _same_alias),
    ("units_succession_kind_known", lambda: changed(_succession(), kind="moved")),
    ("units_succession_successor_unless_dissolved", lambda: changed(_succession(), successor=None)),
    ("units_succession_between_two_units", _own_successor),
    ("units_succession_once_per_pair", _same_succession),
    ("units_membership_role_known", lambda: changed(_membership(), role="guest")),
    ("units_membership_last_day_not_before_first", lambda: changed(_membership(), last_day=EARLY)),
    ("units_membership_open_once", _same_role_again),
    ("units_user_full_name_given", lambda: changed(UserFactory(), full_name="")),
    ("units_user_no_superuser", lambda: changed(UserFactory(), is_superuser=True)),
    (
        "units_directoryevent_about_something",
        lambda: DirectoryEvent(at=NOON, by=UserFactory(), note="Không rõ"),
    ),
    (
        "units_directoryevent_word_list_known",
        lambda: DirectoryEvent(at=NOON, by=UserFactory(), note="Không rõ", word_list="days"),
    ),
]
