"""Rows for tests, brought to their state by the real use cases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from plans import access
from plans.models import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    Commitment,
    CommitmentItem,
    Indicator,
    IndicatorKind,
    IssuingBody,
    LegalDocument,
    Plan,
    SigningCapacity,
    Task,
    TaskGroup,
    TaskKind,
)
from reporting.filing import filing
from reporting.models import (
    DeclaredState,
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    has_percent,
)
from reporting.verification import verifying
from units import roles
from units.models import Bloc, Membership, Role, Unit, UnitKind, UnitName, User
from units.models.unit import search_text

# A working day in a quarter; local time is seven hours ahead.
NOON = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
TODAY = date(2026, 3, 16)
PASSWORD = "mat-khau-thu-nghiem"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Thử Nghiệm {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        kwargs.setdefault("password", PASSWORD)
        return model_class.objects.create_user(*args, **kwargs)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân xã Thử {n}")
    short_name = factory.Sequence(lambda n: f"X. Thử {n}")
    kind = UnitKind.COMMUNE
    bloc = Bloc.GOVERNMENT
    position = factory.Sequence(int)
    folded = factory.LazyAttribute(lambda unit: search_text(unit, []))

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        """Take a kind and a bloc by their codes."""
        codes = {f"{name}_id": kwargs.pop(name) for name in ("kind", "bloc")}
        return {**kwargs, **codes}

    @factory.post_generation
    def with_its_name(unit: Unit, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        if create:
            UnitName.objects.create(unit=unit, name=unit.name, short_name=unit.short_name)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    number = factory.Sequence(lambda n: f"{n + 200}-KH/HU")
    short_title = factory.Sequence(lambda n: f"Kế hoạch thử {n}")
    subject = "triển khai một việc thử"
    issuer = "Ban Thường vụ Huyện ủy"
    superior_body = "ĐẢNG BỘ TỈNH THỬ"
    issuing_body = "HUYỆN ỦY THỬ"
    symbol = "HU"
    place = "Thử"
    issued_on = date(2024, 3, 19)
    signer_capacity = "T/M BAN THƯỜNG VỤ"
    signer_post = "PHÓ BÍ THƯ"
    signer_name = "Người Ký Thử"


class IssuingBodyFactory(DjangoModelFactory):
    class Meta:
        model = IssuingBody

    superior_body = "ĐẢNG BỘ TỈNH THỬ"
    name = factory.Sequence(lambda n: f"HUYỆN ỦY THỬ {n}")
    title = "Ban Thường vụ Huyện ủy"
    symbol = "HU"
    place = "Thử"


class SigningCapacityFactory(DjangoModelFactory):
    class Meta:
        model = SigningCapacity

    body = factory.SubFactory(IssuingBodyFactory)
    capacity = "T/M BAN THƯỜNG VỤ"
    post = "PHÓ BÍ THƯ"


class TaskGroupFactory(DjangoModelFactory):
    class Meta:
        model = TaskGroup

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: str(n + 1))
    position = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"Tăng cường việc thử nghiệm thứ {n}")
    label = factory.Sequence(lambda n: f"Nhóm {n}")


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    group = factory.SubFactory(TaskGroupFactory)
    plan = factory.SelfAttribute("group.plan")
    code = factory.Sequence(lambda n: f"{n // 90 + 1}.{n % 90 + 1}")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Nhiệm vụ thử {n}")
    text = factory.Sequence(lambda n: f"Thực hiện nghiêm túc nhiệm vụ thử {n}.")
    kind = TaskKind.ONE_OFF


class CommitmentItemFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentItem

    commitment = factory.SubFactory("tests.factories.CommitmentFactory")
    position = factory.Sequence(lambda n: n + 1)
    verb = "TĂNG"
    text = factory.Sequence(lambda n: f"việc tốt {n}")


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    task = factory.SubFactory(TaskFactory)
    name = factory.Sequence(lambda n: f"{n} tăng")


class LegalDocumentFactory(DjangoModelFactory):
    class Meta:
        model = LegalDocument

    number = factory.Sequence(lambda n: f"{n + 1}-CV/VPHU")
    kind = "Công văn"
    issued_on = date(2024, 4, 1)
    issuer = "Văn phòng Huyện ủy"


class IndicatorFactory(DjangoModelFactory):
    """A percentage with its numerator and denominator, without a target."""

    class Meta:
        model = Indicator

    task = factory.SubFactory(TaskFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Hồ sơ đúng hạn {n}")
    kind = IndicatorKind.RATIO
    unit_of_measure = "%"
    numerator_label = "hồ sơ đúng hạn"
    denominator_label = "hồ sơ đã giải quyết"
    aggregation = factory.LazyAttribute(lambda row: "last" if row.is_cumulative else "sum")
    is_cumulative = False


class ValueIndicatorFactory(IndicatorFactory):
    """A number whose values are added up."""

    name = factory.Sequence(lambda n: f"Số cuộc kiểm tra {n}")
    kind = IndicatorKind.VALUE
    unit_of_measure = "cuộc"
    numerator_label = ""
    denominator_label = ""


class AssignmentFactory(DjangoModelFactory):
    """A confirmed lead; its unit may read the plan, as after `plans.assigning`."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    task = factory.SubFactory(TaskFactory)
    unit = factory.SubFactory(UnitFactory)
    role = AssignmentRole.LEAD
    state = AssignmentState.CONFIRMED

    @factory.post_generation
    def with_access(assignment: Assignment, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        if create:
            access.ensure_grants(plan=assignment.task.plan)


def _free_last_day(period: Any) -> date:
    """The end of the quarter, or the last day before that no period of the plan has yet."""
    day = date(2026, 3, 31)
    if period.plan.pk is None:
        return day
    taken = set(ReportingPeriod.objects.filter(plan=period.plan).values_list("data_to"))
    while (day,) in taken:
        day -= timedelta(days=1)
    return day


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportingPeriod

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Quý thử {n}")
    data_from = date(2026, 1, 1)
    data_to = factory.LazyAttribute(_free_last_day)
    due_on = date(2026, 4, 10)
    opened_at = NOON


FILED = {
    "state": DeclaredState.IN_PROGRESS,
    "percent": 50,
    "result": "Đã tổ chức hội nghị quán triệt, có 120 đảng viên tham dự.",
    "obstacle": "Thiếu kinh phí.",
    "recommendation": "Đề nghị bố trí kinh phí.",
}


def entry_at(
    status: EntryStatus,
    *,
    assignment: Assignment | None = None,
    period: ReportingPeriod | None = None,
    by: User | None = None,
    at: datetime = NOON,
    **content: Any,
) -> ProgressEntry:
    """An entry brought to `status` by the real use cases, the only one of its submission."""
    assignment = assignment or AssignmentFactory()
    period = period or ReportingPeriodFactory(plan=assignment.task.plan)
    by = by or UserFactory()
    submission = filing.start(period=period, unit=assignment.unit, by=by, at=at)
    entry = submission.entries.select_related("submission__period", "assignment__task").get(
        assignment=assignment
    )
    filed = FILED if has_percent(assignment.task.kind) else {**FILED, "percent": None}
    filing.save_entry(entry=entry, seen_version=entry.version, by=by, at=at, **{**filed, **content})
    if status != EntryStatus.DRAFT:
        filing.send(submission=submission, by=by, at=at)
        entry.refresh_from_db()
    if status == EntryStatus.ACCEPTED:
        verifying.accept(entry=entry, by=UserFactory(), at=at)
    if status == EntryStatus.RETURNED:
        verifying.send_back(
            entry=entry, by=UserFactory(), at=at, reason="Cần nêu rõ số liệu.", answer_by=TODAY
        )
    return entry


def person(role: Role, unit: Unit | None = None, **fields: Any) -> User:
    """A person who has long had `role` at `unit` (default: a new unit), with their groups."""
    user = UserFactory(**fields)
    Membership.objects.create(
        user=user, unit=unit or UnitFactory(), role=role, first_day=date(2024, 1, 1)
    )
    roles.apply_memberships(on=TODAY, users=[user])
    return User.objects.get(pk=user.pk)
