"""The filing page: read whole, then overlaid with typed input, then with a refusal."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from plans import access
from reporting import desks
from reporting.entries.as_sent import entries_for
from reporting.filing.bulk import BulkAnswer
from reporting.filing.confirmation import Confirmation, confirmation_of, with_head
from reporting.filing.filing import Incomplete
from reporting.filing.merging import Collision
from reporting.filing.progress import progress_in
from reporting.filing.section_reading import SectionsRead, read_sections
from reporting.filing.sections import SectionView, grouped
from reporting.filing.typed import TypedForm, input_in_collision, typed_input
from reporting.models import (
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Submission,
)
from tracker.lib.refusal import Refused
from units import roles
from units.models import User


@dataclass(frozen=True)
class FilingPage:
    """A submission as one reader sees it at one moment."""

    submission: Submission
    may_file: bool
    today: date
    sections: Sequence[SectionView]
    confirmation: Confirmation
    num_to_verify: int
    # Assignments that the unit owes and the submission lacks
    num_new: int
    # Of the other units that the reader files for
    others: Sequence["OtherReport"]
    has_refused_input: bool = False
    refusal: Refused | None = None
    incomplete: Sequence[ProgressEntry] = ()
    # Entries, with their versions, that one answer was just given to
    undoable: Sequence[str] = ()
    # Entries that reviews quote, where the reader chooses these
    quoted: Set[int] = frozenset()
    may_quote: bool = False

    @classmethod
    def read(
        cls, submission: Submission, *, reader: User, may_file: bool, at: datetime
    ) -> "FilingPage":
        access.permissions_by_plan(reader)  # those on units, of which the page asks, come with them
        may_quote = not may_file and reader.has_perm(
            "plans.compile_reviews", submission.period.plan
        )
        read = read_sections(
            None if may_file else entries_for(reader),
            submission=submission,
            can_file=may_file,
            at=at,
            reader=reader,
            is_all=may_file,
            may_quote=may_quote,
        )
        sections = read.sections
        confirmation = confirmation_of(
            submission,
            user=reader,
            may_file=may_file,
            can_write=_can_write(sections),
            known=read.of_plan,
            entries=[section.entry for section in sections] if may_file else None,
        )
        owed = set(read.owing.assignments)
        return cls(
            submission=submission,
            may_file=may_file,
            today=timezone.localdate(at),
            sections=with_head(sections, confirmation),
            confirmation=confirmation,
            num_to_verify=0 if may_file else _num_to_verify(submission, sections, reader),
            num_new=len(owed - {section.entry.assignment_id for section in sections}),
            others=_other_reports(submission, read, by=reader) if may_file else (),
            quoted=read.quoted,
            may_quote=may_quote,
        )

    def with_typed(
        self, forms: Mapping[int, TypedForm], *, is_brought_back: bool = False
    ) -> "FilingPage":
        """The page with `forms` (by entry) in place of what is stored.

        Input that is brought back after a log-in was not refused.
        """
        sections = [
            replace(
                section,
                input=replace(
                    typed_input(section, forms[section.entry.pk]), is_brought_back=is_brought_back
                ),
            )
            if section.entry.pk in forms
            else section
            for section in self.sections
        ]
        return replace(
            self, sections=sections, has_refused_input=bool(forms) and not is_brought_back
        )

    def refused(self, refusal: Refused | None) -> "FilingPage":
        """The page with the reason of a refusal, and where two collided, with both inputs."""
        if isinstance(refusal, Incomplete):
            return replace(self, incomplete=refusal.entries)
        if not isinstance(refusal, Collision):
            return replace(self, refusal=refusal)
        sections = [
            replace(section, input=input_in_collision(section.input, refusal))
            if section.input.is_typed
            else section
            for section in self.sections
        ]
        return replace(self, sections=sections, refusal=refusal)

    @property
    def status_code(self) -> int:
        """422 where something was refused; the page then still shows what was typed."""
        return 422 if self.has_refused_input or self.refusal or self.incomplete else 200

    def context(self) -> dict[str, object]:
        """The names that the template uses."""
        left = days_left(self.submission.period, on=self.today)
        can_write = _can_write(self.sections)
        is_whole = self.may_file and self.submission.period.is_open
        return {
            "submission": self.submission,
            "sections": self.sections,
            "groups": grouped(self.sections),
            "may_file": self.may_file,
            "progress": progress_in(section.entry for section in self.sections),
            "days_left": left,
            "days_late": -left,
            "num_to_verify": self.num_to_verify,
            "num_new": self.num_new,
            "others": self.others,
            "confirmation": self.confirmation,
            "can_send": is_whole and can_write and not self.confirmation.is_needed,
            "can_write": can_write,
            "can_bulk": any(section.is_open_to_bulk for section in self.sections),
            "bulk_answers": BulkAnswer.choices,
            "incomplete": self.incomplete,
            "refusal": self.refusal,
            "undoable": self.undoable,
            "quoted": self.quoted,
            "may_quote": self.may_quote,
            # Names that the fragments use; looking for a missing name is slow, 52 times over
            "oob": False,
            "oob_error": False,
            "is_saved": False,
            "taken": [],
            "refused_sections": [section for section in self.sections if section.is_refused],
        }


@dataclass(frozen=True)
class OtherReport:
    """The report of another unit of the person for the same period; without an id not begun."""

    unit_id: int
    name: str
    submission_id: int | None


def days_left(period: ReportingPeriod, *, on: date) -> int:
    """Days until the filing is due; negative once it is late."""
    return (period.due_on - on).days


def _can_write(sections: Sequence[SectionView]) -> bool:
    return any(section.is_writable for section in sections)


def _other_reports(submission: Submission, read: SectionsRead, *, by: User) -> list[OtherReport]:
    """What `by` files for their other units in that period; no query for people of one unit."""
    others = roles.units_with("file_progress", by=by) - {submission.unit_id}
    begun = read.of_plan.begun
    return [
        OtherReport(pk, name, begun.get(pk))
        for pk, name, _ in (desks.places_of(by) if others else ())
        if pk in others and (pk in begun or pk in read.owing.others)
    ]


def _num_to_verify(submission: Submission, sections: Sequence[SectionView], reader: User) -> int:
    """The number of entries that wait for a verdict that `reader` may give."""
    num_sent = sum(section.entry.status == EntryStatus.SENT for section in sections)
    if num_sent and reader.has_perm("plans.verify_entries", submission.period.plan):
        return num_sent
    return 0
