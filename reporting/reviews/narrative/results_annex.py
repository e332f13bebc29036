"""The annex of results: every accepted result by task, unit and period, and nothing else."""

from collections.abc import Iterator

from reporting.papers.blocks import Annex, Block, Heading, Paragraph, Run, Runs, plain
from reporting.papers.sentences import listed, sentence
from reporting.reviews.narrative.numbers import numbers_of
from reporting.reviews.narrative.places import period_names
from reporting.reviews.narrative.quoting import quoted_or_state
from reporting.reviews.schema import FrozenLead, FrozenResult, FrozenTask, Snapshot

NUMBER = 4
TITLE = "Kết quả được chấp nhận theo nhiệm vụ, đơn vị và kỳ"
# A repeated text of this length refers to the period in which it was told
MIN_REFERRED = 40


def results_annex(snapshot: Snapshot) -> Annex:
    blocks = tuple(_blocks(snapshot))
    if not blocks:
        none = "Chưa có kết quả nào được chấp nhận."
        blocks = (Paragraph("annex-4.none", plain(none)),)
    return Annex("annex-4", NUMBER, TITLE, blocks)


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    for group in snapshot["groups"]:
        for task in group["tasks"]:
            reporters = [lead for lead in task["leads"] if lead["results"]]
            if not reporters:
                continue
            key = f"annex-4.{task['code']}"
            yield Heading(key, f"{task['code']}.", task["title"], 4)
            numbers = numbers_of(snapshot, [task["code"]], with_details=True)
            if numbers:
                yield Paragraph(f"{key}.numbers", numbers)
            for lead in reporters:
                yield Paragraph(f"{key}.{lead['assignment']}", _of_unit(snapshot, task, lead))


def _of_unit(snapshot: Snapshot, task: FrozenTask, lead: FrozenLead) -> Runs:
    """The unit, then its results in the order of the periods."""
    known = period_names(snapshot)
    told: dict[str, str] = {}
    found: list[Runs] = []
    for result in lead["results"]:
        period = known[result["period"]]
        words = _referred(result, told) or quoted_or_state(result, task["kind"])
        found.append(sentence("{}: {}", period, words))
        told.setdefault(result["text"], period)
    name = Run(lead["unit_name"], is_bold=True)
    return sentence("{}. {}", name, listed(found, " "))


def _referred(result: FrozenResult, told: dict[str, str]) -> Run | None:
    """The period in which the unit told the same; None for a new or a short text."""
    text = result["text"]
    if len(text) < MIN_REFERRED or text not in told:
        return None
    return Run(f"như {told[text]}.", source=f"entry:{result['entry']}")
