"""Use cases for people: adding and changing them, memberships, passwords."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from tracker.lib.refusal import Refused
from units import roles
from units.log_in import origins, sessions
from units.models import DirectoryEvent, LogInOrigin, Membership, Role, Unit, User
from units.models.membership import role_names
from units.passwords import is_hard_to_guess

# Without letters that are easily confused when read aloud over the telephone
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """A password to hand over; its owner must replace it at the first log-in.

    Chance may draw rows of keys and digits that would be refused: it is then drawn again.
    """
    while True:
        text = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        if is_hard_to_guess(text):
            return text


@dataclass(frozen=True)
class InitialPassword:
    """A password to hand over with its hash, which takes too long to compute in a transaction."""

    text: str
    encoded: str

    @classmethod
    def new(cls) -> Self:
        text = new_password()
        return cls(text, make_password(text))


@transaction.atomic
def add_person(
    *,
    username: str,
    full_name: str,
    position: str,
    work_phone: str,
    email: str,
    by: User,
    at: datetime,
    initial: InitialPassword | None = None,
) -> tuple[User, str]:
    """Add a person; return them and the initial password, which is not stored."""
    initial = initial or InitialPassword.new()
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                username,
                encoded=initial.encoded,
                full_name=full_name,
                position=position,
                work_phone=work_phone,
                email=email,
                must_change_password=True,
            )
    except IntegrityError as error:
        raise Refused("Tên đăng nhập này đã có người dùng.") from error
    _note(person, "Thêm người dùng", by=by, at=at)
    return person, initial.text


@transaction.atomic
def change_person(
    *,
    person: User,
    full_name: str,
    position: str,
    work_phone: str,
    email: str,
    by: User,
    at: datetime,
) -> None:
    person.full_name, person.position, person.work_phone = full_name, position, work_phone
    person.email = email
    person.folded = person.search_text()
    person.save(
        update_fields=["full_name", "position", "work_phone", "email", "folded", "sort_key"]
    )
    _note(person, "Sửa thông tin", by=by, at=at)


@transaction.atomic
def change_own_email(*, person: User, email: str, at: datetime) -> None:
    """Store the mail address of `person`, which may be empty."""
    if User.objects.filter(pk=person.pk).exclude(email=email).update(email=email):
        person.email = email
        _note(person, "Tự đổi thư công vụ" if email else "Tự bỏ thư công vụ", by=person, at=at)


@transaction.atomic
def reset_password(*, person: User, by: User, at: datetime) -> str:
    """Give `person` a new initial password; ends sessions and the lock after failed log-ins."""
    password = new_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    origins.unlock(name=person.username)
    sessions.end_all(person)
    _note(person, "Đặt lại mật khẩu", by=by, at=at)
    return password


@transaction.atomic
def unlock(*, origin: LogInOrigin, by: User, at: datetime) -> None:
    """End the wait after failed log-ins of a name at an address, or of a whole address."""
    origins.unlock(name=origin.name, address=origin.address)
    if person := User.objects.filter(username__iexact=origin.name).first():
        _note(person, f"Cho thử đăng nhập lại ngay từ {origin.address}", by=by, at=at)


@transaction.atomic
def change_own_password(*, person: User, password: str, at: datetime) -> None:
    """Set a password; ends all sessions, of which the view renews its own."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    sessions.end_all(person)
    _note(person, "Tự đổi mật khẩu", by=person, at=at)


@transaction.atomic
def set_active(*, person: User, is_active: bool, by: User, at: datetime) -> None:
    """Allow or forbid log-ins of `person`. The last administrator cannot be locked."""
    if not is_active:
        _refuse_removing_last_administrator(
            lambda row: row.user_id == person.pk, on=timezone.localdate(at)
        )
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    if not is_active:
        sessions.end_all(person)
    _note(person, "Mở khóa đăng nhập" if is_active else "Khóa đăng nhập", by=by, at=at)


@transaction.atomic
def grant_membership(
    *,
    person: User,
    unit: Unit,
    role: str,
    position: str,
    first_day: date,
    by: User,
    at: datetime,
) -> Membership:
    """Give `person` a `role` at `unit` from `first_day`."""
    membership = insert_membership(
        person=person,
        unit=unit,
        role=role,
        position=position,
        first_day=first_day,
        by=by,
        at=at,
    )
    roles.apply_memberships(on=timezone.localdate(at), users=[person])
    return membership


@transaction.atomic
def insert_membership(
    *,
    person: User,
    unit: Unit,
    role: str,
    position: str,
    first_day: date,
    by: User,
    at: datetime,
) -> Membership:
    """A membership that counts once the caller has applied those of many people together."""
    already_granted = Refused("Người này đã giữ vai trò đó tại đơn vị.")
    if Membership.objects.filter(user=person, unit=unit, role=role, last_day__isnull=True).exists():
        raise already_granted
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=person, unit=unit, role=role, position=position, first_day=first_day
            )
    except IntegrityError as error:
        raise already_granted from error
    message = f"Giao vai trò {role_names()[role]} tại {unit.name} từ {first_day:%d/%m/%Y}"
    _note(person, message, by=by, at=at, unit=unit)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, last_day: date, by: User, at: datetime) -> None:
    """End a membership after `last_day`. The last administrator's cannot be ended."""
    write_end(membership=membership, last_day=last_day, by=by, at=at)
    roles.apply_memberships(on=timezone.localdate(at), users=[membership.user])


@transaction.atomic
def write_end(*, membership: Membership, last_day: date, by: User, at: datetime) -> None:
    """An end that counts once the caller has applied those of many people together."""
    today = timezone.localdate(at)
    if membership.role == Role.ADMINISTRATOR:
        _refuse_removing_last_administrator(lambda row: row.pk == membership.pk, on=today)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if last_day < membership.first_day:
        raise Refused("Ngày cuối phải sau ngày đầu của vai trò.")
    if membership.last_day is not None and membership.last_day < today:
        raise Refused(f"Vai trò này đã kết thúc ngày {membership.last_day:%d/%m/%Y}.")
    membership.last_day = last_day
    membership.save(update_fields=["last_day"])
    message = (
        f"Vai trò {role_names()[membership.role]} tại {membership.unit.name} "
        f"kết thúc hết ngày {last_day:%d/%m/%Y}"
    )
    _note(membership.user, message, by=by, at=at, unit=membership.unit)


def _refuse_removing_last_administrator(
    is_removed: Callable[[Membership], bool], *, on: date
) -> None:
    """Refuse a step that would leave no administrator with an open-ended membership.

    Locks every row it counts, always in the same order: if two administrators end each other's
    membership at the same moment, the second is refused.
    """
    administrators = (
        Membership.objects.select_for_update()
        .filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .order_by("pk")
    )
    lasting = [row for row in administrators if row.first_day <= on and row.last_day is None]
    if lasting and all(is_removed(row) for row in lasting):
        raise Refused(
            "Đây là người quản trị cuối cùng; hãy giao vai trò quản trị cho người khác trước."
        )


def _note(person: User, change: str, *, by: User, at: datetime, unit: Unit | None = None) -> None:
    DirectoryEvent.objects.record(person=person, unit=unit, note=change, by=by, at=at)
