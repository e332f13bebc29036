"""What stands beside a task: documents, units, names without a unit, and its commitments."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, F, Value, When, Window
from django.db.models.functions import RowNumber

from plans import access, unlisted_names
from plans.access import Reach
from plans.models import (
    Assignment,
    AssignmentQuerySet,
    AssignmentRole,
    AssignmentState,
    Commitment,
    LegalDocument,
    Task,
    UnlistedName,
)
from reporting.models import ChecklistAnswer, SelfAssessment
from tracker.lib import statements
from units.models import User

# Units named beside a task
NUM_NAMED = 20
# What a row is of; the rows of a commitment have its id
DOCUMENT, UNIT, NAME, KEPT, NOT_KEPT = 0, -1, -2, -3, -4
COLUMNS = ("of", "place", "row", "day", "first", "second", "third", "fourth")
NO_DAY, NO_WORDS = Value(None, output_field=DateField()), Value("")


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


@dataclass(frozen=True)
class NamedUnit:
    """A unit with a role in a task, and whether that is confirmed."""

    name: str
    last_day: date | None
    state: AssignmentState

    @property
    def is_proposed(self) -> bool:
        return self.state == AssignmentState.PROPOSED


@dataclass(frozen=True)
class Named:
    """The first units with a role in a task, and the number of the others."""

    rows: list[NamedUnit]
    num_more: int


Checklist = list[tuple[str, list[ChecklistLine]]]


@dataclass(frozen=True)
class Sources:
    """`checklist`: the commitments, with the answers that the reader may read."""

    documents: list[SourceDocument]
    named: dict[str, Named]
    unlisted: list[unlisted_names.NameOfTask]
    checklist: Checklist


def sources_of(task: Task, *, user: User, has_commitments: bool) -> Sources:
    """What `user` reads beside `task`; one query. Answers are read where it `has_commitments`."""
    reader, given = reader_of_any(task, user=user) if has_commitments else (None, ())
    found: dict[int, list[statements.Row]] = {DOCUMENT: [], UNIT: [], NAME: []}
    for kind, *row in statements.rows_of(
        ("sources of a task", reader), (), lambda: _sources(reader), given=(task.pk, *given)
    ):
        found.setdefault(kind, []).append(tuple(row))
    return Sources(
        documents=[
            SourceDocument(str(LegalDocument(kind=kind, number=number)), day, issuer, subject)
            for _, _, day, kind, number, issuer, subject in found.pop(DOCUMENT)
        ],
        named=_named(found.pop(UNIT)),
        unlisted=unlisted_names.in_words(
            (words, role, state) for _, _, _, role, state, words, _ in found.pop(NAME)
        ),
        checklist=_checklist(found),
    )


def _named(rows: list[statements.Row]) -> dict[str, Named]:
    named = {role: Named([], 0) for role in AssignmentRole.values}
    for _, num, last_day, role, state, name, _ in rows:
        unit = NamedUnit(name, last_day, AssignmentState(state))
        named[role] = Named([*named[role].rows, unit], max(0, num - NUM_NAMED))
    return named


def _checklist(found: dict[int, list[statements.Row]]) -> Checklist:
    """From the rows of commitments, and those of the answers to their components."""
    kept, not_kept = ({row[1]: row[0] for row in found.pop(of, ())} for of in (KEPT, NOT_KEPT))
    commitments: Checklist = []
    for rows in found.values():
        lines = [
            ChecklistLine(verb, text, kept.get(pk, 0), not_kept.get(pk, 0))
            for _, pk, _, _, verb, text, _ in rows
            if pk is not None
        ]
        commitments.append((rows[0][3], lines))
    return commitments


def _sources(reader: Reach | None) -> statements.Query:
    parts = [_units(), _names(), _items(), *([_answers(reader)] if reader else [])]
    every = (
        _documents()
        .values_list(*COLUMNS)
        .union(*(part.values_list(*COLUMNS) for part in parts), all=True)
    )
    return every.order_by("of", "place", "day", "row")


def _documents() -> statements.Query:
    return LegalDocument.objects.filter(tasks=statements.MARK).annotate(
        of=Value(DOCUMENT),
        place=Value(0),
        row=F("pk"),
        day=F("issued_on"),
        first=F("kind"),
        second=F("number"),
        third=F("issuer"),
        fourth=F("subject"),
    )


def _units() -> statements.Query:
    """The first of each role today; in place of an id, how many there are."""
    rows = Assignment.objects.filter(task=statements.MARK, ended_on=None).annotate(
        of=Value(UNIT),
        place=Window(RowNumber(), partition_by="role", order_by=["unit__position", "pk"]),
        row=Window(Count("pk"), partition_by="role"),
        day=F("unit__last_day"),
        first=F("role"),
        second=F("state"),
        third=F("unit__name"),
        fourth=NO_WORDS,
    )
    return rows.filter(place__lte=NUM_NAMED).order_by()


def _names() -> statements.Query:
    return (
        UnlistedName.objects.without_unit()
        .filter(task=statements.MARK)
        .annotate(
            of=Value(NAME),
            place=Case(When(role=AssignmentRole.LEAD, then=0), default=1),
            row=F("pk"),
            day=NO_DAY,
            first=F("role"),
            second=F("state"),
            third=F("words"),
            fourth=NO_WORDS,
        )
    )


def _items() -> statements.Query:
    return Commitment.objects.filter(task=statements.MARK).annotate(
        of=F("pk"),
        place=F("items__position"),
        row=F("items__pk"),
        day=NO_DAY,
        first=F("name"),
        second=F("items__verb"),
        third=F("items__text"),
        fourth=NO_WORDS,
    )


def _answers(reader: Reach) -> statements.Query:
    """By component: the units that keep it and those that do not, in the newest period."""
    answers = ChecklistAnswer.objects.filter(
        item__commitment__task=statements.MARK,
        entry__assignment__in=readable_of_any(reader).values("pk"),
        entry__last_sent_at__isnull=False,
    )
    newest = answers.order_by("-entry__submission__period__data_to")
    in_newest = answers.filter(
        is_kept__isnull=False,
        entry__submission__period=newest.values("entry__submission__period")[:1],
    )
    by_item = in_newest.order_by().values("is_kept", row=F("item"))
    return by_item.annotate(
        of=Case(When(is_kept=True, then=KEPT), default=NOT_KEPT),
        place=Count("pk"),
        day=NO_DAY,
        first=NO_WORDS,
        second=NO_WORDS,
        third=NO_WORDS,
        fourth=NO_WORDS,
    )


def reader_of_any(task: Task, *, user: User) -> tuple[Reach, tuple[int, ...]]:
    """Whose results of `task` the user reads, with marks for the ids, and the ids."""
    return access.reach_of(user, plan=task.plan).marked(after=1)


def readable_of_any(reader: Reach) -> AssignmentQuerySet:
    """The assignments whose results are read, of the task that a mark stands for."""
    return reader.within(Assignment.objects.filter(task=statements.MARK))
