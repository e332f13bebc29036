"""The list of submissions that a person's units filed, owe or missed; three queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from plans import access
from reporting.counting import obligations
from reporting.counting.open_periods import OpenPeriod
from reporting.models import (
    AdjustmentKind,
    EntryStatus,
    PeriodAdjustment,
    ReportingPeriod,
    Submission,
    Urging,
)
from reporting.models.entry import complete
from tracker.lib import statements, versioned
from tracker.lib.parted import Version
from units import roles
from units.models import Unit, User

# Of the plan, what no row shows: its texts and sources, its head and who signs it
UNSHOWN = tuple(
    f"plan__{name}"
    for name in (
        *("basis", "purposes", "requirements", "recipients"),
        *("source_sha256", "parent_document", "issuing_unit", "is_head_inferred"),
        *("issuer", "superior_body", "issuing_body", "symbol", "place"),
        *("signer_capacity", "signer_post", "signer_name"),
    )
)
# Two years of quarters and more; older ones are listed at the unit
MAX_PERIODS = 24
# States in which a unit has something left to send
WITH_UNIT = ("missing", "draft", "returned")


@dataclass
class SubmissionRow:
    """One unit and one period: the number of owed tasks, and the submission where there is one.

    `urged` is the last urging of the unit about it, where the list asked for it.
    """

    unit: Unit
    period: ReportingPeriod
    num_owed: int
    submission: Submission | None
    can_file: bool
    can_confirm: bool
    today: date
    urged: Urging | None = None

    @cached_property
    def state(self) -> str:
        """missing, draft, returned, sent or accepted, which decides the unit's next step."""
        if self.submission is None or not self.num_entries:
            return "missing"
        if self.num("returned"):
            return "returned"
        if self.submission.sent_at is None or self.num("draft"):
            return "draft"
        return "accepted" if self.num("accepted") == self.num_entries else "sent"

    @property
    def waits_for_unit(self) -> bool:
        return self.state in WITH_UNIT

    @property
    def is_with_head(self) -> bool:
        return self.submission is not None and self.submission.is_with_head

    @property
    def is_to_confirm(self) -> bool:
        """Whether it waits for this person's confirmation as head of the unit."""
        return self.can_confirm and self.is_with_head

    @cached_property
    def is_late(self) -> bool:
        """Sent after the due day, or not sent although it has passed."""
        if self.submission is not None and self.submission.sent_at is not None:
            return timezone.localdate(self.submission.sent_at) > self.period.due_on
        return self.today > self.period.due_on

    @property
    def can_answer(self) -> bool:
        """Whether this person may still answer returned entries."""
        last_day = getattr(self.submission, "last_answer_by", None)
        in_time = self.period.is_open or (last_day is not None and self.today <= last_day)
        return self.can_file and self.state == "returned" and in_time and not self.is_with_head

    @property
    def can_go_on(self) -> bool:
        """Whether a draft waits for this person."""
        is_draft = self.state == "draft" and self.period.is_open
        return self.can_file and is_draft and not self.is_with_head

    @cached_property
    def receiving(self) -> OpenPeriod | None:
        """The period in words, where it still receives; without the counts of other units."""
        is_unfinished = self.period.is_unfinished_on(self.today)
        return OpenPeriod(self.period, self.today) if is_unfinished else None

    @property
    def days_left(self) -> int:
        return (self.period.due_on - self.today).days

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def num_entries(self) -> int:
        return self.num("entries")

    @property
    def num_complete(self) -> int:
        return self.num("complete")

    @property
    def num_returned(self) -> int:
        return self.num("returned")

    @property
    def num_accepted(self) -> int:
        return self.num("accepted")

    def num(self, name: str) -> int:
        return getattr(self.submission, f"num_{name}", 0)


def rows_for(
    user: User, *, units: list[Unit], today: date, version: Version | None = None
) -> list[SubmissionRow]:
    """The rows, newest period first, without units that owe nothing in a period.

    `units` are those whose filings `user` reads. At the same `version`, which was read before, the
    periods are not read again.
    """
    fileable = roles.units_with("file_progress", by=user)
    confirmable = roles.units_with("confirm_filing", by=user)
    by_pk = {unit.pk: unit for unit in units}
    periods = _periods_of(user, version)
    owed = obligations.num_owed_by_unit(periods, by_pk)
    submissions = {(row.period_id, row.unit_id): row for row in _with_counts(by_pk, periods)}
    places = (((period.pk, pk), period, unit) for period in periods for pk, unit in by_pk.items())
    return [
        SubmissionRow(
            unit=unit,
            period=period,
            num_owed=owed[place],
            submission=submissions.get(place),
            can_file=place[1] in fileable,
            can_confirm=place[1] in confirmable,
            today=today,
        )
        for place, period, unit in places
        if place in owed or place in submissions
    ]


def with_urgings(rows: Iterable[SubmissionRow]) -> list[SubmissionRow]:
    """`rows` with the last urging of each that was urged; one query."""
    rows = list(rows)
    found = Urging.objects.filter(
        unit__in={row.unit.pk for row in rows}, period__in={row.period.pk for row in rows}
    ).select_related("by")
    last = {(row.period_id, row.unit_id): row for row in found.order_by("turn")}
    urgings = ((row, last.get((row.period.pk, row.unit.pk))) for row in rows)
    return [replace(row, urged=urged) if urged else row for row, urged in urgings]


def _periods_of(user: User, version: Version | None) -> list[ReportingPeriod]:
    """The open periods of the plans that `user` may read, and the newest of all; one query.

    Those of all who read the same plans are shared by their pages, which only read them.
    """
    readable = access.plans_with("view_plan", by=user)
    selected, given = statements.marks_or_ids(readable)

    def build() -> QuerySet[ReportingPeriod]:
        opened = ReportingPeriod.objects.filter(plan__in=selected).opened()
        newest = opened.newest_first().values("pk")[:MAX_PERIODS]
        shown = opened.filter(Q(closed_at__isnull=True) | Q(pk__in=newest))
        return shown.select_related("plan").defer(*UNSHOWN).newest_first()

    return versioned.value_of(
        ("periods of plans", tuple(readable)),
        lambda: statements.objects_of(("periods of plans", selected), build, given=given),
        version=version and version.common,
    )


def units_read_by(user: User) -> list[Unit]:
    selected, given = statements.marks_or_ids(roles.units_with("read_filings", by=user))

    def build() -> QuerySet[Unit]:
        return Unit.objects.filter(pk__in=selected).in_list_order()

    return statements.objects_of(("units", selected), build, given=given)


def released(units: list[Unit]) -> list[PeriodAdjustment]:
    """The opened periods from which the office released one of `units`, newest first."""
    releases = PeriodAdjustment.objects.filter(
        unit__in=units, kind=AdjustmentKind.RELEASED, period__opened_at__isnull=False
    )
    newest = releases.select_related("period", "unit").order_by("-period__data_to", "-pk")
    return list(newest[:MAX_PERIODS])


def _with_counts(units: Collection[int], periods: Iterable[ReportingPeriod]) -> list[Submission]:
    selected, given = statements.marks_or_ids(units)
    shown = tuple(period.pk for period in periods)

    def entries(condition: Q | None = None) -> Count:
        return Count("entries", filter=condition)

    def build() -> QuerySet[Submission]:
        of_units = Submission.objects.filter(unit__in=selected, period__in=shown)
        return of_units.order_by("pk").annotate(
            num_entries=entries(),
            num_complete=entries(complete("entries__")),
            num_draft=entries(Q(entries__status=EntryStatus.DRAFT)),
            num_returned=entries(Q(entries__status=EntryStatus.RETURNED)),
            last_answer_by=Max("entries__answer_by"),
            num_accepted=entries(Q(entries__status=EntryStatus.ACCEPTED)),
        )

    return statements.objects_of(("submissions", selected, shown), build, given=given)
