"""What a task cites, and the answers to the components of its commitments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, F, Q, Value

from plans import access
from plans.models import Assignment, AssignmentQuerySet, Commitment, LegalDocument, Task
from reporting.models import ChecklistAnswer, SelfAssessment
from tracker.lib import statements
from units.models import User

OF_DOCUMENT = 0
COLUMNS = ("commitment", "place", "row", "day", "first", "second", "third", "fourth")


@dataclass(frozen=True)
class SourceDocument:
    """A document that the task cites, in words."""

    words: str
    issued_on: date | None
    issuer: str
    subject: str


@dataclass(frozen=True)
class ChecklistLine:
    """A component of a commitment, with the number of units that keep it and that do not."""

    verb: str
    text: str
    num_kept: int
    num_not_kept: int

    @property
    def words(self) -> str:
        good, not_good = SelfAssessment.GOOD.label, SelfAssessment.NOT_GOOD.label
        return f"{good}: {self.num_kept} đơn vị · {not_good}: {self.num_not_kept} đơn vị"


Checklist = list[tuple[str, list[ChecklistLine]]]


def sources_of(task: Task, *, user: User) -> tuple[list[SourceDocument], Checklist]:
    """The documents of `task`, and its commitments with the answers that `user` may read.

    One query; one more where the task has commitments.
    """
    rows = statements.rows_of("sources of a task", (), _sources, given=task.pk)
    documents = [
        SourceDocument(str(LegalDocument(kind=kind, number=number)), day, issuer, subject)
        for commitment, _, _, day, kind, number, issuer, subject in rows
        if commitment == OF_DOCUMENT
    ]
    items = [row for row in rows if row[0] != OF_DOCUMENT]
    counts = _counts(task, user=user) if items else {}
    commitments: dict[int, tuple[str, list[ChecklistLine]]] = {}
    for commitment, _, pk, _, name, verb, text, _ in items:
        _, lines = commitments.setdefault(commitment, (name, []))
        if pk is not None:
            lines.append(ChecklistLine(verb, text, *counts.get(pk, (0, 0))))
    return documents, list(commitments.values())


def _sources() -> statements.Query:
    documents = LegalDocument.objects.filter(tasks=statements.MARK).annotate(
        commitment=Value(OF_DOCUMENT),
        place=Value(0),
        row=F("pk"),
        day=F("issued_on"),
        first=F("kind"),
        second=F("number"),
        third=F("issuer"),
        fourth=F("subject"),
    )
    items = Commitment.objects.filter(task=statements.MARK).annotate(
        commitment=F("pk"),
        place=F("items__position"),
        row=F("items__pk"),
        day=Value(None, output_field=DateField()),
        first=F("name"),
        second=F("items__verb"),
        third=F("items__text"),
        fourth=Value(""),
    )
    both = documents.values_list(*COLUMNS).union(items.values_list(*COLUMNS), all=True)
    return both.order_by("commitment", "place", "day", "row")


def _counts(task: Task, *, user: User) -> Mapping[int, tuple[int, int]]:
    """By component: units that keep it and that do not, in the newest period with an answer."""

    def build() -> statements.Query:
        answers = ChecklistAnswer.objects.filter(
            item__commitment__task=statements.MARK,
            entry__assignment__in=readable_of_any(task, user=user).values("pk"),
            entry__last_sent_at__isnull=False,
        )
        newest = answers.order_by("-entry__submission__period__data_to")
        in_newest = answers.filter(
            entry__submission__period=newest.values("entry__submission__period")[:1]
        )
        counted = in_newest.values("item").annotate(
            kept=Count("pk", filter=Q(is_kept=True)), not_kept=Count("pk", filter=Q(is_kept=False))
        )
        return counted.order_by()

    rows = statements.rows_of(
        reader_key("answers", task, user=user), ("item", "kept", "not_kept"), build, given=task.pk
    )
    return {item: (kept, not_kept) for item, kept, not_kept in rows}


def readable_of_any(task: Task, *, user: User) -> AssignmentQuerySet:
    """The assignments whose results `user` may read, of the task that a mark stands for."""
    if access.has_permission("read_filings", plan=task.plan, by=user):
        return Assignment.objects.filter(task=statements.MARK)
    return access.readable_assignments(task.plan, user=user).filter(task=statements.MARK)


def reader_key(name: str, task: Task, *, user: User) -> str | None:
    """The key of a statement that is the same for all readers of the whole plan."""
    return name if access.has_permission("read_filings", plan=task.plan, by=user) else None
