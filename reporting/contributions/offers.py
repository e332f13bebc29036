"""The sent contributions to a task as its lead, the office and other readers see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from plans.models import Assignment, Task
from reporting.contributions.assigned import asked, coordinating
from reporting.models import (
    Contribution,
    ContributionEvidence,
    ContributionStatus,
    ContributionUse,
    ProgressEntry,
    Submission,
)
from units.models import User

# Contributions on the page of a task; older ones are on the pages of their units
NUM_SENT = 40
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
    """The offers of the submission's period by task; one query, with evidence and uses.

    Tasks without offers and without missing units are left out.
    """
    period = submission.period
    sent = FilteredRelation(
        "contributions",
        condition=Q(contributions__period=period, contributions__status=ContributionStatus.SENT),
    )
    used = ContributionUse.objects.filter(
        contribution=OuterRef("sent__pk"), entry__submission=submission
    )
    is_asked = coordinating("", on=period.data_to) & asked("task__", period=period, unit="unit")
    rows = (
        Assignment.objects.filter(task__in=list(task_ids))
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
    found: dict[int, TaskOffers] = {}
    for task_id, unit_name, pk, text, sent_at, is_used, *evidence in rows:
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


def uses_in(entry: ProgressEntry) -> list[ContributionUse]:
    """What the result of `entry` was taken from; one query."""
    uses = entry.used.select_related("contribution__assignment__unit", "by")
    return list(uses.order_by("at", "pk"))


def sent_for(task: Task, *, reader: User) -> list[Contribution]:
    """The latest contributions to `task` for `reader`, newest period first; three queries.

    Drafts are shown nowhere but to their own unit, on its own pages.
    """
    sent = Contribution.objects.readable_by(reader).sent().filter(assignment__task=task)
    rows = sent.select_related("period", "assignment__unit").prefetch_related("evidence", "uses")
    return list(rows.order_by("-period__data_to", "assignment__unit__position", "pk")[:NUM_SENT])
