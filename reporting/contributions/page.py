"""Content of the pages of contributions: the list of an officer, and one contribution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from plans.models import Assignment
from reporting.contributions.assigned import TaskPart, contributing_in, parts_of
from reporting.models import (
    Contribution,
    ContributionEvent,
    ContributionEventKind,
    ContributionEvidence,
    ContributionUse,
    ProgressEntry,
    ReportingPeriod,
)
from tracker.lib import legacy
from units import roles
from units.models import User

NUM_EARLIER = 20


@dataclass(frozen=True)
class PartRow:
    """A task that the unit co-ordinates, with what it wrote so far."""

    part: TaskPart
    contribution: Contribution | None


@dataclass(frozen=True)
class PeriodRows:
    """An open period with the tasks that the reader's units co-ordinate in it."""

    first: TaskPart
    rows: Sequence[PartRow]

    @property
    def num_sent(self) -> int:
        return sum(row.part.is_sent for row in self.rows)

    @property
    def num_due(self) -> int:
        return sum(row.part.is_due for row in self.rows)


@dataclass(frozen=True)
class ContributionList:
    periods: Sequence[PeriodRows]
    # Sent in periods that are closed
    earlier: Sequence[Contribution]

    @property
    def has_many_units(self) -> bool:
        """Whether the reader writes for several units, so that each row names its own."""
        return len({row.part.unit_name for period in self.periods for row in period.rows}) > 1


@dataclass(frozen=True)
class ContributionInput:
    """The fields of the form: as stored, or as typed and not saved."""

    text: str = ""
    version: int = 0
    # Text typed but not saved
    is_typed: bool = False
    # Another person's text, saved since the writer began
    theirs: Contribution | None = None
    evidence_values: Mapping[str, object] = field(default_factory=dict)
    evidence_errors: Mapping[str, Sequence[object]] = field(default_factory=dict)

    @property
    def old_text(self) -> legacy.Legacy | None:
        """The text in Unicode, where it was written in an encoding before it."""
        return legacy.found_in(self.text)


@dataclass(frozen=True)
class ContributionDetails:
    """One contribution, or an empty one, with everything around it."""

    contribution: Contribution | None
    leads: Sequence[str]
    evidence: Sequence[ContributionEvidence]
    events: Sequence[ContributionEvent]
    uses: Sequence[ContributionUse]
    is_writable: bool
    can_take_back: bool
    can_withdraw: bool = False

    @property
    def given_back(self) -> ContributionEvent | None:
        """The head's remark that is not answered yet."""
        latest = self.events[0] if self.events else None
        return latest if latest and latest.kind == ContributionEventKind.GIVEN_BACK else None


def list_for(user: User, *, today: date) -> ContributionList:
    """Read the list of `user`; three queries."""
    parts = parts_of(roles.units_with("file_progress", by=user), today=today)
    written = {
        (row.period_id, row.assignment_id): row
        for row in Contribution.objects.filter(
            period__in={part.period_id for part in parts},
            assignment__in={part.assignment_id for part in parts},
        ).annotate(num_evidence=Count("evidence"))
    }
    by_period: dict[int, list[PartRow]] = {}
    for part in parts:
        contribution = written.get((part.period_id, part.assignment_id))
        by_period.setdefault(part.period_id, []).append(PartRow(part, contribution))
    earlier = Contribution.objects.fileable_by(user).sent().filter(period__closed_at__isnull=False)
    return ContributionList(
        periods=[PeriodRows(rows[0].part, rows) for rows in by_period.values()],
        earlier=list(
            earlier.for_row().order_by("-period__data_to", "-sent_at", "pk")[:NUM_EARLIER]
        ),
    )


def details_of(period: ReportingPeriod, assignment: Assignment) -> ContributionDetails:
    """Read what the unit of `assignment` contributed in `period`."""
    contribution = (
        Contribution.objects.for_row()
        .select_related("saved_by", "sent_by")
        .filter(period=period, assignment=assignment)
        .first()
    )
    leads = Assignment.objects.owed().filter(task=assignment.task_id, ended_on__isnull=True)
    names = list(leads.in_plan_order().values_list("unit__short_name", flat=True))
    may_contribute = period.is_open and contributing_in(period).filter(pk=assignment.pk).exists()
    if contribution is None:
        return ContributionDetails(None, names, [], [], [], may_contribute, can_take_back=False)
    uses = list(contribution.uses.select_related("entry__submission__unit", "by").order_by("pk"))
    is_sent = contribution.is_sent
    return ContributionDetails(
        contribution=contribution,
        leads=names,
        evidence=list(contribution.evidence.order_by("added_at", "pk")),
        events=list(contribution.events.select_related("by").order_by("-at", "-pk")),
        uses=uses,
        is_writable=may_contribute and not is_sent and not contribution.is_with_head,
        can_take_back=period.is_open and is_sent and not uses,
        can_withdraw=period.is_open and contribution.is_with_head,
    )


def input_of(contribution: Contribution | None) -> ContributionInput:
    """The form before anything is typed."""
    if contribution is None:
        return ContributionInput()
    return ContributionInput(contribution.text, contribution.version)


def own_section(contribution: Contribution, *, reader: User) -> ProgressEntry | None:
    """The section of the lead's submission that `reader` writes, if there is one."""
    entries = ProgressEntry.objects.fileable_by(reader).filter(
        assignment__task=contribution.assignment.task_id, submission__period=contribution.period_id
    )
    return entries.order_by("pk").first()
