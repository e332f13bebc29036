"""The sent contributions to a task as its lead, the office and other readers see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from plans.access import Reach, reach_of
from plans.models import Assignment, Task
from reporting.counting.asked import WORK, asked, sent_in
from reporting.models import (
    Contribution,
    ContributionEvidence,
    ContributionStatus,
    ContributionUse,
    ProgressEntry,
    ReportingPeriod,
    Submission,
)
from tracker.lib import statements
from units.models import User

# Of a task on its page, sent and missing; older ones are on the pages of their units
NUM_ROWS = 80
# Names of units that did not contribute; the page of the period lists all
NUM_MISSING = 30
COLUMNS = (
    "day",
    "of_period",
    "period_name",
    "place",
    "unit_name",
    "row",
    "words",
    "told_at",
    "num_evidence",
    "is_used",
)
EVIDENCE = ("pk", "number", "issued_on", "issuer", "subject", "file_sha256", "file_name")


@dataclass
class Offer:
    """One sent contribution. `is_used`: the lead took it into its result."""

    pk: int
    unit_name: str
    text: str
    sent_at: datetime
    is_used: bool
    evidence: list[ContributionEvidence] = field(default_factory=list)


@dataclass
class TaskOffers:
    """What co-ordinating units sent for one task; `missing` units were asked to and did not."""

    offers: dict[int, Offer] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def in_order(self) -> Sequence[Offer]:
        return list(self.offers.values())


def offers_to(submission: Submission, task_ids: Iterable[int]) -> Mapping[int, TaskOffers]:
    """The offers for tasks of the submission by task; one query, with evidence and uses.

    Tasks without offers and without missing units are left out.
    """
    period = submission.period
    key = "offers", period.pk, period.plan_id, period.data_to, period.due_on
    rows = statements.rows_of(key, (), lambda: _offers_in(period), given=submission.pk)
    wanted = set(task_ids)
    found: dict[int, TaskOffers] = {}
    for task_id, unit_name, pk, text, sent_at, is_used, *evidence in rows:
        if task_id not in wanted:
            continue
        offers = found.setdefault(task_id, TaskOffers())
        if pk is None:
            offers.missing.append(unit_name)
            continue
        offer = offers.offers.setdefault(pk, Offer(pk, unit_name, text, sent_at, is_used))
        if evidence[0] is not None:
            offer.evidence.append(
                ContributionEvidence(**dict(zip(EVIDENCE, evidence, strict=True)))
            )
    return found


def _offers_in(period: ReportingPeriod) -> statements.Query:
    """For the tasks of the submission whose number is put in."""
    sent = FilteredRelation(
        "contributions",
        condition=Q(contributions__period=period, contributions__status=ContributionStatus.SENT),
    )
    used = ContributionUse.objects.filter(
        contribution=OuterRef("sent__pk"), entry__submission=statements.MARK
    )
    tasks = ProgressEntry.objects.filter(submission=statements.MARK).values("assignment__task")
    is_asked = asked("", "task__", period=period)
    return (
        Assignment.objects.filter(task__in=tasks)
        .annotate(sent=sent)
        .filter(Q(sent__isnull=False) | is_asked)
        .order_by("unit__position", "pk", "sent__evidence__pk")
        .values_list(
            "task",
            "unit__short_name",
            "sent__pk",
            "sent__text",
            "sent__sent_at",
            Exists(used),
            *(f"sent__evidence__{name}" for name in EVIDENCE),
        )
    )


def uses_in(entry: ProgressEntry) -> list[ContributionUse]:
    """What the result of `entry` was taken from; one query."""
    uses = entry.used.select_related("contribution__assignment__unit", "by")
    return list(uses.order_by("at", "pk"))


@dataclass(frozen=True)
class SentRow:
    """A sent contribution on the page of its task."""

    pk: int
    unit_name: str
    text: str
    sent_at: datetime
    num_evidence: int
    is_used: bool


@dataclass
class PeriodContributions:
    """What was sent for a task in one period, and the units that were asked to and did not."""

    name: str
    sent: list[SentRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def shown_missing(self) -> list[str]:
        return self.missing[:NUM_MISSING]

    @property
    def num_more(self) -> int:
        return len(self.missing) - len(self.shown_missing)


def contributions_to(task: Task, *, reader: User) -> list[PeriodContributions]:
    """The latest contributions to `task` for `reader`, newest period first; one query.

    Drafts are shown nowhere but to their own unit, on its own pages.
    """
    reach, given = _reach_of(reader, task=task).marked()

    def build() -> statements.Query:
        sent = _sent(task, visible=_visible("assignment__", task, reach))
        missing = _missing(task, visible=_visible(WORK, task, reach))
        rows = sent.values_list(*COLUMNS).union(missing.values_list(*COLUMNS), all=True)
        newest_first = (F("day").desc(), F("of_period").desc(), F("place"), F("row"))
        return rows.order_by(*newest_first)[:NUM_ROWS]

    found: dict[int, PeriodContributions] = {}
    key = "contributions", task.pk, reach
    for values in statements.rows_of(key, (), build, given=given):
        _, period_id, period_name, _, unit_name, pk, *rest = values
        in_period = found.setdefault(period_id, PeriodContributions(period_name))
        if pk is None:
            in_period.missing.append(unit_name)
        else:
            in_period.sent.append(SentRow(pk, unit_name, *rest))
    return list(found.values())


def _reach_of(reader: User, *, task: Task) -> Reach:
    """By which units `reader` knows a part of the contributions, if not all of them."""
    reach = reach_of(reader, plan=task.plan)
    knows_all = reach.is_whole or task.group_id in reach.groups
    return Reach(is_whole=True) if knows_all else Reach(is_whole=False, units=reach.units)


def _visible(work: str, task: Task, reach: Reach) -> Q:
    """What may be known of the contributions to `task`; agrees with `readable_by`.

    `work` is a lookup prefix of an assignment.
    """
    if reach.is_whole:
        return Q()
    led = Assignment.objects.owed().filter(task=task, unit__in=reach.units)
    return Q(**{f"{work}unit__in": reach.units}) | Q(Exists(led))


def _sent(task: Task, *, visible: Q) -> QuerySet[Contribution]:
    """What units sent for `task`, with `COLUMNS`."""
    uses = ContributionUse.objects.filter(contribution=OuterRef("pk"))
    return (
        Contribution.objects.sent()
        .filter(visible, assignment__task=task)
        .order_by()
        .annotate(
            day=F("period__data_to"),
            of_period=F("period"),
            period_name=F("period__name"),
            place=F("assignment__unit__position"),
            unit_name=F("assignment__unit__short_name"),
            row=F("pk"),
            words=F("text"),
            told_at=F("sent_at"),
            num_evidence=Count("evidence"),
            is_used=Exists(uses),
        )
    )


def _missing(task: Task, *, visible: Q) -> QuerySet[ReportingPeriod]:
    """Units that were asked to contribute to `task` and did not.

    In the open periods and in the last one that closed; with `COLUMNS`, without a row.
    """
    closed = ReportingPeriod.objects.filter(plan=task.plan_id, closed_at__isnull=False)
    last_closed = closed.order_by("-data_to", "-pk").values("pk")[:1]
    rows = ReportingPeriod.objects.opened().filter(
        visible,
        asked(WORK, "plan__tasks__", period=OuterRef("pk")),
        Q(closed_at__isnull=True) | Q(pk__in=last_closed),
        ~Exists(sent_in(OuterRef("pk"), OuterRef(f"{WORK}pk"))),
        plan__tasks=task,
    )
    return rows.order_by().annotate(
        day=F("data_to"),
        of_period=F("pk"),
        period_name=F("name"),
        place=F(f"{WORK}unit__position"),
        unit_name=F(f"{WORK}unit__short_name"),
        row=Value(None, output_field=BigIntegerField()),
        words=Value(""),
        told_at=Value(None, output_field=DateTimeField()),
        num_evidence=Value(0),
        is_used=Value(False),
    )
