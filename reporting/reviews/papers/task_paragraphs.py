"""The paragraph of one task: where it stands, and what its units reported."""

from plans.models import PERIODIC
from reporting.counting.status import DONE
from reporting.papers.blocks import Run, Runs
from reporting.papers.sentences import listed, sentence
from reporting.reviews.narrative.quoting import quoted
from reporting.reviews.papers import task_numbers
from reporting.reviews.papers.words import (
    STATE_ORDER,
    STATE_WORDS,
    SnapshotFigures,
    state_words,
)
from reporting.reviews.schema import FrozenLead, FrozenTask, Snapshot

NUM_UNITS_QUOTED = 2


def paragraph(snapshot: Snapshot, group_index: int, task_index: int) -> Runs:
    """The task, where it stands, and what the units reported."""
    task = snapshot["groups"][group_index]["tasks"][task_index]
    head = sentence(
        "{} {}",
        Run(f"Nhiệm vụ {task['code']}.", is_bold=True),
        Run(task["title"], is_italic=True),
    )
    if not task["leads"]:
        return sentence("{} – chưa phân công đơn vị chủ trì.", head)
    numbers = task_numbers.numbers_of(snapshot, task["code"])
    if task["is_fan_out"] or len(task["leads"]) > 1:
        place = ("groups", group_index, "tasks", task_index)
        return sentence("{}: {}{}", head, _of_many(snapshot, place, task), numbers)
    return sentence("{}: {}{}", head, _of_one(snapshot, task["leads"][0]), numbers)


def _of_one(snapshot: Snapshot, lead: FrozenLead) -> Runs:
    words = f"{lead['unit_name']} chủ trì, {state_words(lead)}"
    if lead["percent"] is not None and not _is_done(lead):
        words += f", đạt {lead['percent']}%"
    if not lead["results"] and _is_done(lead):
        return sentence("{}; kết quả được chấp nhận ở kỳ trước.", words)
    if not lead["results"]:
        return sentence("{}; chưa có kết quả được chấp nhận trong kỳ.", words)
    period = _period_of_text(snapshot, lead)
    last = lead["results"][-1]
    text = quoted(last["text"], last["entry"])
    return sentence("{}. {}{}", words, f"{period}: " if period else "", text)


def _of_many(snapshot: Snapshot, place: tuple[str | int, ...], task: FrozenTask) -> Runs:
    """How many units are done, the results of a few, and a reference to those of the others."""
    n = SnapshotFigures(snapshot)
    count = sentence(
        "{}/{} đơn vị {}{}.",
        n(*place, "cells", "done"),
        n(*place, "cells", "applicable"),
        _verb(task),
        _others(task["leads"]),
    )
    reporters = [lead for lead in task["leads"] if lead["results"]]
    if not reporters:
        return sentence("{} Chưa có kết quả được chấp nhận trong kỳ.", count)
    reporters.sort(key=lambda lead: STATE_ORDER.index(lead["label"]))
    few = listed((_quoted(snapshot, lead) for lead in reporters[:NUM_UNITS_QUOTED]), " ")
    rest = len(reporters) - NUM_UNITS_QUOTED
    if rest <= 0:
        return sentence("{} {}", count, few)
    return sentence("{} {} Kết quả của {} đơn vị khác tại Phụ lục 4.", count, few, rest)


def _quoted(snapshot: Snapshot, lead: FrozenLead) -> Runs:
    """The last result of a unit, with its name."""
    period, last = _period_of_text(snapshot, lead), lead["results"][-1]
    name = f"{lead['unit_name']} ({period})" if period else lead["unit_name"]
    return sentence("{}: {}", name, quoted(last["text"], last["entry"]))


def _verb(task: FrozenTask) -> str:
    """What the units of a task do: recurring work without a deadline is never completed."""
    is_dated = any(lead["deadline"] for lead in task["leads"])
    if is_dated or task["kind"] not in PERIODIC:
        return "hoàn thành phần việc của mình"
    return "đạt yêu cầu trong kỳ"


def _period_of_text(snapshot: Snapshot, lead: FrozenLead) -> str:
    """The period of the quoted result, where it is one of several: it speaks of that one only."""
    periods = {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
    return periods[lead["results"][-1]["period"]] if len(periods) > 1 else ""


def _others(leads: list[FrozenLead]) -> str:
    """The units that are not done, by state: "; đang thực hiện 12, quá hạn 3"."""
    shown = [label for label in STATE_ORDER if label not in DONE]
    counts = [
        f"{STATE_WORDS[label]} {number}"
        for label in shown
        if (number := sum(lead["label"] == label for lead in leads))
    ]
    return f"; {', '.join(counts)}" if counts else ""


def _is_done(lead: FrozenLead) -> bool:
    return lead["label"] in DONE
