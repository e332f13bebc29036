"""Bodies that issue papers and their signing capacities: who issues on a day, and changes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Field

from plans.models import (
    BodyKind,
    IssuingBody,
    IssuingBodyEvent,
    IssuingBodyEventKind,
    OwnBody,
    Plan,
    SigningCapacity,
)
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.models import User

STATE_NAMES = (
    *("UBND", "ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HĐND", "HỘI ĐỒNG NHÂN DÂN"),
    *("PHÒNG", "SỞ"),
)
COMMITTEE_NAMES = ("BAN CHẤP HÀNH", "BAN THƯỜNG VỤ")


@dataclass(frozen=True)
class BodySpec:
    """Properties of a body; see `IssuingBody`."""

    kind: str
    superior_body: str
    name: str
    title: str
    symbol: str
    place: str
    first_day: date | None = None
    last_day: date | None = None
    successor: IssuingBody | None = None
    is_two_sided: bool = False
    has_end_mark: bool = False
    common_name: str = ""
    level: str = ""


@dataclass(frozen=True)
class CapacitySpec:
    """Properties of a signing capacity; see `SigningCapacity`."""

    capacity: str
    post: str
    name: str = ""
    first_day: date | None = None
    last_day: date | None = None


def kind_of(name: str) -> BodyKind:
    """What a body is by its name in the head of a paper; the office can correct it."""
    upper = name.upper()
    if upper.startswith(STATE_NAMES):
        return BodyKind.STATE
    if upper.startswith(("VĂN PHÒNG", "BAN ")) and not upper.startswith(COMMITTEE_NAMES):
        return BodyKind.OFFICE
    return BodyKind.COMMITTEE


def unsaved_body(plan: Plan) -> IssuingBody:
    """The body as the head of `plan` names it."""
    return IssuingBody(
        kind=kind_of(plan.issuing_body),
        superior_body=plan.superior_body,
        name=plan.issuing_body,
        title=plan.issuer,
        symbol=plan.symbol,
        place=plan.place,
    )


def body_on(plan: Plan, day: date) -> IssuingBody:
    """The body that issues papers about `plan` on `day`: its own, or the one that succeeded it."""
    body = plan.body
    if body is None:
        return unsaved_body(plan)
    while body.last_day and body.last_day < day and body.successor:
        body = body.successor
    return body


@transaction.atomic
def ensure_body(*, plan: Plan) -> None:
    """Give a newly loaded plan the body and the signing capacity of its head and foot.

    The office issues no papers about the plans that units keep for themselves.
    """
    if plan.body_id or plan.owner_id:
        return
    new = unsaved_body(plan)
    body = same_body(new)
    if body is None:
        new.save()
        body = new
    plan.body = body
    plan.save(update_fields=["body"])
    signed = {"capacity": plan.signer_capacity, "post": plan.signer_post}
    if not body.capacities.filter(**signed).exists():
        body.capacities.create(**signed)


def same_body(body: IssuingBody) -> IssuingBody | None:
    """The stored body with the head of `body`; one that the product belongs to may differ more.

    A file may lack the line of the superior body, or write the name of the committee otherwise.
    """
    found = IssuingBody.objects.filter(
        superior_body=body.superior_body, name=body.name, symbol=body.symbol, place=body.place
    )
    own = IssuingBody.objects.exclude(own="").filter(symbol=body.symbol).order_by("pk")
    named = (row for row in own if fold(row.name) == fold(body.name))
    return found.order_by("pk").first() or next(named, None)


def own_body(day: date, own: OwnBody = OwnBody.COMMITTEE) -> IssuingBody | None:
    """The committee that the product belongs to on `day`, or its office."""
    return IssuingBody.objects.own(own).on(day).first()


@transaction.atomic
def save_body(*, body: IssuingBody | None, spec: BodySpec, by: User, at: datetime) -> IssuingBody:
    """Add a body (`body` None) or change one; the history keeps its former properties."""
    _refuse_marks(spec)
    _check_days(spec.first_day, spec.last_day)
    saved = IssuingBody.objects.select_for_update().get(pk=body.pk) if body else IssuingBody()
    _check_successor(saved, spec)
    changes = _set(saved, _values(spec))
    if not changes:
        return saved
    _save(saved)
    IssuingBodyEvent.objects.record(
        body=saved,
        kind=IssuingBodyEventKind.CHANGED if body else IssuingBodyEventKind.ADDED,
        note="; ".join(changes),
        by=by,
        at=at,
    )
    return saved


@transaction.atomic
def own_as(own: OwnBody, *, spec: BodySpec, by: User, at: datetime) -> IssuingBody:
    """Record that the product belongs to the body of `spec`, which plans may name already."""
    _refuse_marks(spec)
    wanted = IssuingBody(own=own, **_values(spec))
    known = same_body(wanted)
    body = known if known and not known.last_day else wanted
    body.own, body.level, body.common_name = own, spec.level, spec.common_name
    _save(body)
    IssuingBodyEvent.objects.record(
        body=body,
        kind=IssuingBodyEventKind.CHANGED if body is known else IssuingBodyEventKind.ADDED,
        note=f"Khai báo: {own.label}",
        by=by,
        at=at,
    )
    return body


@transaction.atomic
def succeed_body(*, body: IssuingBody, spec: BodySpec, by: User, at: datetime) -> IssuingBody:
    """Let the body of `spec` take over from `body` on its first day: renamed, merged, moved.

    What was issued keeps the former one. Papers about its plans, and the product where it belongs
    to `body`, go on with the new one.
    """
    _refuse_marks(spec)
    before = IssuingBody.objects.select_for_update().get(pk=body.pk)
    _check_follows(before, spec.first_day)
    ended = _set(before, {"last_day": spec.first_day and spec.first_day - timedelta(days=1)})
    _save(before)
    after = IssuingBody(own=before.own)
    changes = _set(after, _values(spec))
    _save(after)
    ended += _set(before, {"successor": after})
    before.save(update_fields=["successor"])
    for row, kind, words in (
        (before, IssuingBodyEventKind.CHANGED, ended),
        (after, IssuingBodyEventKind.ADDED, [f"Kế thừa {before}", *changes]),
    ):
        IssuingBodyEvent.objects.record(body=row, kind=kind, note="; ".join(words), by=by, at=at)
    return after


def _check_follows(body: IssuingBody, first_day: date | None) -> None:
    if first_day is None:
        raise Refused("Cần ghi ngày cơ quan mới bắt đầu.")
    if body.last_day:
        raise Refused(f"{body.name} đã có ngày cuối {body.last_day:%d/%m/%Y}.")
    if body.first_day and first_day <= body.first_day:
        raise Refused(f"{body.name} có từ ngày {body.first_day:%d/%m/%Y}; hãy chọn ngày sau đó.")


def _save(body: IssuingBody) -> None:
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        raise Refused(
            "Hệ thống chỉ thuộc về một cơ quan: cơ quan đã có cơ quan kế thừa cần ngày cuối."
        ) from error


@transaction.atomic
def save_capacity(
    *,
    body: IssuingBody,
    capacity: SigningCapacity | None,
    spec: CapacitySpec,
    by: User,
    at: datetime,
) -> SigningCapacity:
    """Add a signing capacity of `body` (`capacity` None) or change one."""
    secrecy.refuse_marks(
        {
            "Thẩm quyền ký": spec.capacity,
            "Chức vụ người ký": spec.post,
            "Họ và tên người ký": spec.name,
        }
    )
    _check_days(spec.first_day, spec.last_day)
    IssuingBody.objects.select_for_update().get(pk=body.pk)
    saved = body.capacities.get(pk=capacity.pk) if capacity else SigningCapacity(body=body)
    changes = _set(saved, _values(spec))
    if not changes:
        return saved
    saved.save()
    kind = (
        IssuingBodyEventKind.CAPACITY_CHANGED if capacity else IssuingBodyEventKind.CAPACITY_ADDED
    )
    IssuingBodyEvent.objects.record(body=body, kind=kind, note="; ".join(changes), by=by, at=at)
    return saved


def _refuse_marks(spec: BodySpec) -> None:
    secrecy.refuse_marks(
        {
            "Cơ quan cấp trên": spec.superior_body,
            "Cơ quan ban hành": spec.name,
            "Tên trong câu": spec.title,
            "Tên thường gọi": spec.common_name,
            "Ký hiệu": spec.symbol,
            "Địa danh": spec.place,
        }
    )


def _values(spec: BodySpec | CapacitySpec) -> dict[str, object]:
    return {field.name: getattr(spec, field.name) for field in fields(spec)}


def _check_days(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Refused("Ngày cuối không được trước ngày đầu.")


def _check_successor(body: IssuingBody, spec: BodySpec) -> None:
    if spec.successor is None:
        return
    if spec.last_day is None:
        raise Refused("Đã chọn cơ quan kế thừa thì cần ghi ngày cuối của cơ quan này.")
    heir: IssuingBody | None = spec.successor
    while heir:
        if heir.pk == body.pk:
            raise Refused("Cơ quan kế thừa không được là chính cơ quan này hoặc quay vòng về nó.")
        heir = heir.successor


def _set(row: IssuingBody | SigningCapacity, values: Mapping[str, object]) -> list[str]:
    """Give `row` the values, and return what changed in words."""
    changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        field = row._meta.get_field(name)
        assert isinstance(field, Field)  # noqa: S101 -- columns alone are set
        changes.append(f"{field.verbose_name}: {_words(field, before)} → {_words(field, value)}")
    return changes


def _words(field: "Field[object, object]", value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(dict(field.flatchoices).get(value, value) or "trống")
