"""What becomes of each assignment of a unit that ends: the proposal, and the decision instead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from plans.models import AssignmentRole, AssignmentState, TaskKind
from reporting.counting.labels import DONE, Label
from reporting.reorganisation.recognising import Heir

BETWEEN = "|"


class Fate(models.TextChoices):
    WITH_RESULT = "with", "Chuyển giao cùng kết quả"
    WITHOUT_RESULT = "without", "Chuyển giao, chưa có kết quả"
    CLOSE = "close", "Kết thúc theo dõi"
    KEEP = "keep", "Để lại, chờ quyết định"
    STAY = "stay", "Đơn vị làm tiếp"


HANDED_OVER = (Fate.WITH_RESULT, Fate.WITHOUT_RESULT)
# Nothing is written; `STAY` is for a unit that goes on
LEFT = (Fate.KEEP, Fate.STAY)


@dataclass(frozen=True)
class WorkDecision:
    """The fate of an assignment; `to` is the reference of the unit that takes it over."""

    fate: Fate
    to: str = ""

    def __str__(self) -> str:
        return f"{self.fate.value}{BETWEEN}{self.to}" if self.to else self.fate.value

    @classmethod
    def read(cls, text: str) -> "WorkDecision | None":
        """The decision in the text of another; None if there is none."""
        fate, _, to = text.partition(BETWEEN)
        if fate not in Fate.values or bool(to) != (fate in HANDED_OVER):
            return None
        return cls(Fate(fate), to)


class Which(models.TextChoices):
    """Groups of assignments that are decided on together."""

    DONE = "done", "Chủ trì, đã hoàn thành"
    OPEN = "open", "Chủ trì, chưa hoàn thành"
    OVERDUE = "overdue", "Chủ trì, quá hạn"
    COORDINATING = "coordinating", "Phối hợp"


class PlacedKind(models.TextChoices):
    """What besides assignments is decided on together: where it goes."""

    BELOW = "below", "Đơn vị trực thuộc"
    PLANS = "plans", "Kế hoạch của đơn vị"


@dataclass(frozen=True)
class EndingWork:
    """An assignment of a unit that ends, with its status today."""

    pk: int
    unit_id: int
    task_id: int
    plan_id: int
    plan: str
    code: str
    title: str
    role: AssignmentRole
    kind: TaskKind
    is_confirmed: bool
    label: Label

    @property
    def is_lead(self) -> bool:
        return self.role == AssignmentRole.LEAD

    @property
    def is_done(self) -> bool:
        return self.label in DONE

    def is_one_of(self, which: str) -> bool:
        """Whether it belongs to a group of `Which`; an empty one has all."""
        if which == Which.COORDINATING:
            return not self.is_lead
        if which == Which.OVERDUE:
            return self.is_lead and self.label == Label.OVERDUE
        return not which or (self.is_lead and self.is_done == (which == Which.DONE))

    @property
    def words(self) -> str:
        """The status in lists; a co-ordinating unit has none."""
        if not self.is_confirmed:
            return AssignmentState.PROPOSED.label
        return str(self.label.label) if self.is_lead else "–"


def options_of(
    work: EndingWork, heirs: Iterable[Heir], *, goes_on: bool
) -> list[tuple[WorkDecision, str]]:
    """All decisions on an assignment that are possible, each in words."""
    left = Fate.STAY if goes_on else Fate.KEEP
    keep = (WorkDecision(left), str(left.label))
    options = []
    for heir in heirs:
        if not work.is_confirmed:
            words = f"Chuyển đề xuất cho {heir.short_name}"
            options.append((WorkDecision(Fate.WITH_RESULT, heir.reference), words))
        elif work.is_lead:
            words = f"Chuyển cho {heir.short_name}, cùng kết quả"
            options.append((WorkDecision(Fate.WITH_RESULT, heir.reference), words))
            words = f"Chuyển cho {heir.short_name}, chưa có kết quả"
            options.append((WorkDecision(Fate.WITHOUT_RESULT, heir.reference), words))
        else:
            words = f"Chuyển cho {heir.short_name}"
            options.append((WorkDecision(Fate.WITH_RESULT, heir.reference), words))
    close = str(Fate.CLOSE.label) if work.is_confirmed else "Bỏ đề xuất"
    return [*options, (WorkDecision(Fate.CLOSE), close), keep]


def proposal_for(
    work: EndingWork,
    heirs: list[Heir],
    *,
    goes_on: bool,
    is_done_everywhere: Callable[[int, str], bool],
) -> tuple[WorkDecision, str]:
    """What is proposed for an assignment, and why.

    `is_done_everywhere` tells of a task and a successor whether all units that end for it are done.
    """
    if goes_on:
        return WorkDecision(Fate.STAY), "Đơn vị còn hoạt động"
    if len(heirs) > 1:
        return WorkDecision(Fate.KEEP), "Có nhiều đơn vị kế thừa, cần chọn một"
    if heirs:
        to = heirs[0].reference
        if work.is_lead and work.is_done and not is_done_everywhere(work.task_id, to):
            why = "Đơn vị khác cùng sáp nhập chưa hoàn thành việc này"
            return WorkDecision(Fate.WITHOUT_RESULT, to), why
        return WorkDecision(Fate.WITH_RESULT, to), "Một đơn vị kế thừa"
    return _without_heir(work)


def _without_heir(work: EndingWork) -> tuple[WorkDecision, str]:
    if not work.is_confirmed:
        return WorkDecision(Fate.CLOSE), "Đề xuất chưa xác nhận, không có đơn vị kế thừa"
    if work.is_lead and work.is_done:
        return WorkDecision(Fate.KEEP), "Đã hoàn thành, giữ cho tổng kết"
    if work.is_lead and work.kind == TaskKind.ONE_OFF:
        return WorkDecision(Fate.KEEP), "Việc dở dang, không có đơn vị kế thừa"
    return WorkDecision(Fate.CLOSE), "Việc thường xuyên hoặc phối hợp của đơn vị không còn"
