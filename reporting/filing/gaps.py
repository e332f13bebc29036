"""Required and recommended items missing from a section."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.models import CommitmentItem
from reporting.indicators.lines import Line
from reporting.models import DeclaredState, ProgressEntry
from tracker.lib import statements

WITH_RESULT = (DeclaredState.IN_PROGRESS, DeclaredState.DONE)


@dataclass(frozen=True)
class Gaps:
    """`needed` items prevent sending; `advised` ones block nothing."""

    needed: list[str] = field(default_factory=list)
    advised: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.needed or self.advised)


def gaps_of(
    entry: ProgressEntry, lines: Iterable[Line], *, num_unanswered: int, has_evidence: bool
) -> Gaps:
    """The missing items in words; work that is not begun or did not arise needs none."""
    if not entry.is_complete:
        return Gaps(needed=["kết quả thực hiện" if entry.state else "mức độ thực hiện"])
    if entry.state not in WITH_RESULT:
        return Gaps()
    advised = _advised_numbers([line for line in lines if not line.indicator.is_retired])
    if num_unanswered:
        advised.append(f"tự đánh giá ({num_unanswered} nội dung)")
    if entry.state == DeclaredState.DONE and not has_evidence:
        advised.append("minh chứng")
    return Gaps(advised=advised)


def _advised_numbers(lines: list[Line]) -> list[str]:
    return [
        *(f"số liệu “{line.indicator.name}”" for line in lines if line.is_missing),
        *(f"giải trình “{line.indicator.name}”" for line in lines if line.is_unexplained),
    ]


def gaps_now(entry: ProgressEntry, lines: Iterable[Line]) -> Gaps:
    """The gaps of an entry that was just saved; queries only what its state requires."""
    if not entry.is_complete or entry.state not in WITH_RESULT:
        return gaps_of(entry, [], num_unanswered=0, has_evidence=False)
    items = statements.rows_of("items-of-task", (), _items, given=entry.assignment.task_id)
    answered = entry.answers.filter(is_kept__isnull=False).values_list("item") if items else ()
    return gaps_of(
        entry,
        lines,
        num_unanswered=len({*items} - {*answered}),
        has_evidence=entry.state == DeclaredState.DONE and entry.evidence.exists(),
    )


def _items() -> statements.Query:
    items = CommitmentItem.objects.filter(commitment__task=statements.MARK)
    return items.order_by().values_list("pk")
