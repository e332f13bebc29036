"""Lines of indicators for pages: numbers, those of the last period, and doubts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from plans.models import Indicator, Task
from reporting.indicators.beside import Beside, NamedSpan, beside
from reporting.indicators.entry_numbers import EntryNumbers, numbers_of, owed_before
from reporting.indicators.inputs import IndicatorInput, measure_of, parts_of, words_of
from reporting.indicators.plausibility import doubts
from reporting.indicators.spans import Span
from reporting.models import ProgressEntry
from tracker.lib import statements
from tracker.lib.numbers import write_decimal

PART_LABELS = {"numerator": "Tử số", "denominator": "Mẫu số"}


@dataclass(frozen=True)
class Box:
    """One input field of a line."""

    part: str
    name: str
    id: str
    label: str
    text: str
    error: str
    before: str


@dataclass(frozen=True)
class Line:
    """One indicator of one entry. `texts` is input that was refused."""

    entry_id: int
    indicator: Indicator
    input: IndicatorInput
    before: IndicatorInput | None = None
    before_period: str = ""
    beside: Beside = field(default_factory=Beside)
    texts: Mapping[str, str] | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.entry_id}-{self.indicator.pk}"

    @property
    def words(self) -> str:
        return words_of(self.indicator, self.input)

    @property
    def before_words(self) -> str:
        return words_of(self.indicator, self.before) if self.before else ""

    @property
    def doubts(self) -> list[str]:
        return doubts(self.indicator, self.input, self.before)

    @property
    def is_missing(self) -> bool:
        """Whether the number is missing; half a ratio is none."""
        return not (self.input.is_not_applicable or self.input.is_reported_on(self.indicator))

    @property
    def is_unexplained(self) -> bool:
        return bool(self.doubts) and not self.input.explanation

    @property
    def boxes(self) -> list[Box]:
        return [self._box(part) for part in parts_of(self.indicator)]

    @property
    def measure_name(self) -> str:
        return field_name(self.indicator, "measure")

    @property
    def measure(self) -> str:
        return measure_of(self.indicator)

    @property
    def not_applicable_name(self) -> str:
        return field_name(self.indicator, "not_applicable")

    @property
    def is_not_applicable(self) -> bool:
        if self.texts is None:
            return self.input.is_not_applicable
        return bool(self.texts.get(self.not_applicable_name))

    @property
    def explanation_name(self) -> str:
        return field_name(self.indicator, "explanation")

    @property
    def explanation(self) -> str:
        if self.texts is None:
            return self.input.explanation
        return self.texts.get(self.explanation_name, "")

    @property
    def typed_texts(self) -> list[str]:
        """The refused input, for the person to copy."""
        boxes = self.boxes if self.texts else []
        return [f"{self.indicator.name}, {box.label}: {box.text}" for box in boxes if box.text]

    def is_typed_in(self, texts: Iterable[str]) -> bool:
        """Whether a form with these names of fields held this line at all."""
        return any(name.startswith(f"indicator-{self.indicator.pk}-") for name in texts)

    def with_input(
        self, texts: Mapping[str, str], errors: Mapping[str, Sequence[object]]
    ) -> "Line":
        """The line with the `texts` of a form's fields in place of what is stored."""
        return replace(self, texts=texts).with_errors(errors)

    def with_errors(self, errors: Mapping[str, Sequence[object]]) -> "Line":
        """The line with those of a form's errors that concern it."""
        parts = (*parts_of(self.indicator), "explanation")
        names = {part: field_name(self.indicator, part) for part in parts}
        own = {part: str(errors[name][0]) for part, name in names.items() if name in errors}
        return replace(self, errors=own)

    def _box(self, part: str) -> Box:
        name = field_name(self.indicator, part)
        number = getattr(self.input, part)
        stored = "" if number is None else write_decimal(number)
        words = getattr(self.indicator, f"{part}_label", "")
        before = getattr(self.before, part) if self.before else None
        return Box(
            part=part,
            name=name,
            id=f"indicator-{self.key}-{part}",
            label=f"{PART_LABELS[part]}: {words}" if words else "Số trong kỳ",
            text=stored if self.texts is None else self.texts.get(name, ""),
            error=self.errors.get(part, ""),
            before="" if before is None else write_decimal(before),
        )


def field_name(indicator: Indicator, part: str) -> str:
    """The name of a field in the form of an entry."""
    return f"indicator-{indicator.pk}-{part}"


def active_indicators(entry: ProgressEntry) -> list[Indicator]:
    """The indicators in the form of an entry."""
    return [row for row in indicators_of(entry.assignment.task) if not row.is_retired]


def lines_of(
    entries: Iterable[ProgressEntry], *, with_ranges: bool = False
) -> dict[int, list[Line]]:
    """By entry, the lines of its active indicators, and of retired ones that have a number.

    Two queries, or one where no task has indicators; one more for the numbers beside each field
    (`with_ranges`), which the pages of filing show. Needs `assignment` and `submission.period`.
    """
    entries = list(entries)
    indicators = _indicators_by_task(entries)
    counted = [entry for entry in entries if entry.assignment.task_id in indicators]
    owed = owed_before(counted) if with_ranges and counted else None
    return lines_with(indicators, entries, owed=owed)


def lines_with(
    indicators: Mapping[int, Sequence[Indicator]],
    entries: Iterable[ProgressEntry],
    *,
    owed: Mapping[int, Sequence[NamedSpan]] | None,
) -> dict[int, list[Line]]:
    """The same for whoever read the indicators by task, and what was `owed_before` by assignment.

    One query, or none where no task has indicators.
    """
    if not indicators:
        return {}
    counted = [entry for entry in entries if entry.assignment.task_id in indicators]
    drafts = {entry.pk for entry in counted if not entry.is_from_outside}
    numbers = numbers_of({entry.assignment_id for entry in counted}, drafts=drafts)
    found: dict[int, list[Line]] = {entry.pk: [] for entry in entries}
    for entry in counted:
        own = numbers[entry.assignment_id]
        lines = _lines(entry, indicators[entry.assignment.task_id], own)
        found[entry.pk] = lines if owed is None else _with_ranges(entry, lines, own, owed)
    return found


def indicators_of(task: Task) -> list[Indicator]:
    """The indicators of `task` in order, also retired ones; read once for its object."""
    known: list[Indicator] | None = vars(task).get("_indicators")
    if known is None:
        known = vars(task)["_indicators"] = _known_of((task.pk,))
    return known


def _indicators_by_task(entries: Sequence[ProgressEntry]) -> dict[int, list[Indicator]]:
    """Those of the tasks that have any; one query, or none where they were read."""
    if len(entries) == 1:
        task = entries[0].assignment.task
        return {task.pk: known} if (known := indicators_of(task)) else {}
    found: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in _known_of(sorted({entry.assignment.task_id for entry in entries})):
        found[indicator.task_id].append(indicator)
    return found


def _known_of(tasks: Sequence[int]) -> list[Indicator]:
    selected, given = statements.marks_or_ids(tasks)

    def build() -> QuerySet[Indicator]:
        known = Indicator.objects.filter(task__in=selected).select_related("target_document")
        return known.in_task_order()

    return statements.objects_of(("indicators of tasks", selected), build, given=given)


def unexplained_among(entries: Iterable[ProgressEntry]) -> set[int]:
    """The ids of entries with an implausible number and no explanation."""
    lines = lines_of(entries)
    return {pk for pk, found in lines.items() if any(line.is_unexplained for line in found)}


def _lines(
    entry: ProgressEntry, indicators: Iterable[Indicator], entries: Sequence[EntryNumbers]
) -> list[Line]:
    lines = [_line(entry, indicator, entries) for indicator in indicators]
    return [line for line in lines if line]


def _line(
    entry: ProgressEntry, indicator: Indicator, entries: Sequence[EntryNumbers]
) -> Line | None:
    own = next((row.inputs.get(indicator.pk) for row in entries if row.pk == entry.pk), None)
    if own is None and indicator.is_retired:
        return None
    last_day = entry.submission.period.data_to
    for row in reversed(entries):
        before = row.inputs.get(indicator.pk)
        if before is None or not row.was_sent or row.period.span.last >= last_day:
            continue
        if before.is_reported_on(indicator):
            return Line(entry.pk, indicator, own or IndicatorInput(), before, row.period.name)
    return Line(entry.pk, indicator, own or IndicatorInput())


def _with_ranges(
    entry: ProgressEntry,
    lines: Iterable[Line],
    entries: Sequence[EntryNumbers],
    owed: Mapping[int, Sequence[NamedSpan]],
) -> list[Line]:
    here, due = Span.of(entry.submission.period), owed.get(entry.assignment_id, ())
    found = []
    for line in lines:
        own = next((row.filed(line.indicator) for row in entries if row.pk == entry.pk), None)
        others = [
            row.filed(line.indicator) for row in entries if row.pk != entry.pk and row.was_sent
        ]
        found.append(replace(line, beside=beside(line.indicator, here, own, others, due)))
    return found
