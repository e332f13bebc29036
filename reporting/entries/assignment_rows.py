"""Rows of assignments: with their status, deadline in words and last result."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject, NullIf

from plans.models import Assignment, AssignmentQuerySet, Plan, PlanStatus, TaskKind
from reporting.counting.calendar import Calendar
from reporting.counting.facts import (
    FACTS,
    PLAIN,
    facts_from,
    is_present,
    selected,
    with_facts,
)
from reporting.counting.figures import Scope
from reporting.counting.judged import Judged, judged_of_all, judged_on
from reporting.counting.status import (
    DONE,
    SETTLED,
    Label,
    Status,
    status_from,
)
from reporting.models import (
    EntryStatus,
    Extension,
    ProgressEntry,
    ReportingPeriod,
    has_percent,
)
from reporting.models.entry import WITH_UNIT
from tracker.lib import statements
from tracker.lib.parted import Version
from units.succession import PresentUnits

# The status is derived from the facts here: its rule in SQL is longer than all of these columns
COLUMNS = (
    "pk",
    *PLAIN,
    *FACTS,
    "task",
    "task__code",
    "task__title",
    "task__plan__short_title",
    "unit",
    "unit__name",
    "waiting_until",
    "last",
    "own_plan",
)


class LastSent(TypedDict):
    """What `_last` reads of an entry."""

    pk: int
    period: str
    percent: int | None
    status: str
    result: str


class FoundPlan(TypedDict):
    """What `_own_plan` reads of a plan."""

    pk: int
    title: str
    status: str


@dataclass(frozen=True)
class OwnPlan:
    """The plan by which the unit carries out the task; its reader may not read it."""

    pk: int
    title: str
    status: PlanStatus


@dataclass(frozen=True)
class LastResult:
    """The last entry that was sent, as it was sent; `percent` only where the task has one."""

    pk: int
    period_name: str
    percent: int | None
    status: EntryStatus
    result: str

    @property
    def status_words(self) -> str:
        return str(self.status.label)


@dataclass(frozen=True)
class AssignmentRow:
    """One assignment, and the last entry its reader may see.

    `deadline_then` is its deadline on the day `as_of`, `waiting_until` the later one that the
    office has not decided yet, `heir` the unit of today that it counts to, if that is another.
    """

    pk: int
    status: Status
    deadline_then: date | None
    task_id: int
    task_code: str
    task_title: str
    task_kind: str
    plan_title: str
    unit_id: int
    unit_name: str
    unit_last_day: date | None
    waiting_until: date | None
    last: LastResult | None
    as_of: date
    heir: str = ""
    own_plan: OwnPlan | None = None

    @property
    def label(self) -> Label:
        return self.status.label

    @property
    def status_words(self) -> str:
        """The label, with the number of days where it is late."""
        if self.label == Label.OVERDUE and self.deadline_then:
            return f"Quá hạn {(self.as_of - self.deadline_then).days} ngày"
        return str(self.label.label)

    @property
    def period_words(self) -> str:
        """The label of the judged period where a deadline gives the work a label of its own."""
        period = self.status.period
        return str(period.label) if period and period != self.label else ""

    @property
    def no_report_words(self) -> str:
        """Why there is no report: done without one is what came with a transfer."""
        is_done = self.label in DONE or self.label == Label.PERIOD_DONE
        return "Kết quả nhận chuyển giao" if is_done else "Chưa có báo cáo"

    @property
    def may_be_extended(self) -> bool:
        """Whether its unit may request a later deadline now."""
        is_dated = self.deadline_then is not None
        return is_dated and self.waiting_until is None and self.label not in SETTLED

    @property
    def deadline_words(self) -> str:
        """The deadline; without one, whether the work is continuous or the day is missing."""
        if self.deadline_then is not None:
            return f"{self.deadline_then:%d/%m/%Y}"
        is_continuous = self.task_kind == TaskKind.CONTINUOUS
        return "Thường xuyên" if is_continuous else "Chưa xác định thời hạn"


@dataclass(frozen=True)
class On:
    """The day of a list, with the judged periods of that day."""

    as_of: date
    judged: Judged
    up_to: ReportingPeriod | None = None

    @classmethod
    def scope(cls, scope: Scope) -> "On":
        return cls(scope.as_of, scope.judged, scope.up_to)

    @classmethod
    def day(cls, as_of: date, *, calendar: Calendar | None = None) -> "On":
        """One query; none where the `calendar` of all plans was read."""
        return cls(as_of, judged_on(as_of, up_to=None, calendar=calendar))

    @classmethod
    def of_all(cls, as_of: date, *, version: Version | None) -> "On":
        """The judged periods as they were kept at the `version`; one query, or none."""
        return cls(as_of, judged_of_all(as_of, version=version))

    @property
    def key(self) -> Hashable:
        up_to = self.up_to and (self.up_to.pk, self.up_to.data_to)
        return self.as_of, up_to, self.judged.key, settings.DUE_SOON_DAYS


def ids_in(
    build: Callable[[], AssignmentQuerySet],
    key: Hashable | None,
    *what: Hashable,
    given: statements.Given = None,
) -> list[int]:
    """Ids of the assignments that `build` selects, in its order; one query.

    `key` and `what` name the selection, as in `statements.rows_of`; without a `key` the statement
    is not kept. `given` takes the place of its marks.
    """
    named = None if key is None else ("ids", key, what)
    rows = statements.rows_of(named, ("pk",), lambda: build().values("pk"), given=given)
    return [pk for (pk,) in rows]


def rows_of(
    ids: Sequence[int], *, on: On, present: PresentUnits | None = None
) -> list[AssignmentRow]:
    """Rows of the assignments `ids`, which the reader may read, in this order; one query.

    With `present`, rows of succeeded units name the one that stands for them.
    Readers of an assignment's results may read its sent entries, so the caller's choice of
    assignments is the only check that is needed.
    """
    if not ids:
        return []
    marks, given = statements.marks_or_ids(ids)
    found = {
        row[0]: _row(dict(zip(COLUMNS, row, strict=True)), as_of=on.as_of, present=present)
        for row in statements.rows_of(
            ("rows", marks, on.key, is_present(on.as_of, on.up_to)),
            COLUMNS,
            lambda: _details(marks, on),
            given=given,
        )
    }
    return [found[pk] for pk in ids if pk in found]


def _details(ids: Sequence[int], on: On) -> "QuerySet[Assignment, dict[str, object]]":
    # One at most: `reporting_extension_one_pending`
    pending = Extension.objects.pending().filter(assignment=OuterRef("pk")).order_by()
    rows = with_facts(
        Assignment.objects.filter(pk__in=ids), as_of=on.as_of, up_to=on.up_to, judged=on.judged
    )
    rows = selected(rows).annotate(
        waiting_until=Subquery(pending.values("proposed_deadline")),
        last=_last(),
        own_plan=_own_plan(),
    )
    columns: QuerySet[Assignment, dict[str, object]] = rows.order_by().values(*COLUMNS)
    return columns


def _own_plan() -> Subquery:
    """The plan of the unit for the task, as JSON; one in use before those that are closed."""
    plans = Plan.objects.filter(parent_task=OuterRef("task"), owner=OuterRef("unit"))
    is_closed = ExpressionWrapper(Q(status=PlanStatus.CLOSED), BooleanField())
    found = JSONObject(pk="pk", title="short_title", status="status")
    return Subquery(plans.order_by(is_closed, "-pk").values(found=found)[:1])


def _last() -> Subquery:
    """The last entry that was sent, as JSON.

    A join would read all entries: PostgreSQL does not look up a few of them by a computed id.
    """
    sent = ProgressEntry.objects.filter(
        last_sent_at__isnull=False, assignment=OuterRef(OuterRef("pk"))
    )
    # As `latest_first`; ordered by a column of its own, whose tables have short names
    latest_first = sent.annotate(to=F("submission__period__data_to")).order_by("-to", "-pk")
    last = ProgressEntry.objects.filter(pk=Subquery(latest_first.values("pk")[:1]))
    found = JSONObject(
        pk="pk",
        period="submission__period__name",
        percent=_as_sent("percent", IntegerField()),
        status="status",
        result=_as_sent("result", TextField()),
    )
    return Subquery(last.values(found=found))


def _as_sent(name: str, kind: "IntegerField[int, int] | TextField[str, str]") -> Case:
    """A field of an entry as it was sent, also while its unit reworks it."""
    sent: Expression = KeyTextTransform(name, "sent_content")
    if isinstance(kind, IntegerField):
        # SQLite gives a missing number as the word
        sent = Cast(NullIf(sent, Value("null"), output_field=TextField()), kind)
    return Case(When(status__in=WITH_UNIT, then=sent), default=F(name), output_field=kind)


def _row(
    row: Mapping[str, statements.Value], *, as_of: date, present: PresentUnits | None
) -> AssignmentRow:
    last, own_plan = row["last"], row["own_plan"]
    return AssignmentRow(
        pk=row["pk"],
        status=status_from(facts_from(row, as_of=as_of), as_of=as_of),
        deadline_then=row["deadline_then"],
        task_id=row["task"],
        task_code=row["task__code"],
        task_title=row["task__title"],
        task_kind=row["task__kind"],
        plan_title=row["task__plan__short_title"],
        unit_id=row["unit"],
        unit_name=row["unit__name"],
        unit_last_day=row["unit__last_day"],
        waiting_until=row["waiting_until"],
        last=_result(last, row["task__kind"]) if last else None,
        as_of=as_of,
        heir=present.heir_of(row["unit"]) if present else "",
        own_plan=_plan(own_plan) if own_plan else None,
    )


def _plan(found: FoundPlan) -> OwnPlan:
    return OwnPlan(found["pk"], found["title"], PlanStatus(found["status"]))


def _result(last: LastSent, task_kind: str) -> LastResult:
    return LastResult(
        pk=last["pk"],
        period_name=last["period"],
        percent=last["percent"] if has_percent(task_kind) else None,
        status=EntryStatus(last["status"]),
        result=last["result"],
    )
