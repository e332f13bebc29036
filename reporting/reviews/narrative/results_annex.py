"""The annex of results: every accepted result by task, unit and period, and nothing else.

What several units of a task said in the same words stands once, with the units and their periods.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator

from reporting.papers.blocks import Annex, Block, Heading, Paragraph, Run, Runs, plain
from reporting.papers.sentences import listed, sentence
from reporting.reviews.narrative.numbers import numbers_of
from reporting.reviews.narrative.places import period_names
from reporting.reviews.narrative.quoting import as_sentence, quoted_or_state
from reporting.reviews.schema import FrozenLead, FrozenResult, FrozenTask, Snapshot

NUMBER = 4
TITLE = "Kết quả được chấp nhận theo nhiệm vụ, đơn vị và kỳ"
# A repeated text of this length refers to the period in which it was told
MIN_REFERRED = 40
# Units of which the same text of that length is told together
MIN_SHARING = 3


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
            shared = _shared(reporters)
            for text, leads in shared.items():
                sign = hashlib.sha256(text.encode()).hexdigest()[:8]
                yield Paragraph(f"{key}.shared-{sign}", _of_several(snapshot, text, leads))
            for lead in reporters:
                if own := _of_unit(snapshot, task, lead, shared):
                    yield Paragraph(f"{key}.{lead['assignment']}", own)


def _shared(leads: list[FrozenLead]) -> dict[str, list[FrozenLead]]:
    """The texts of a line that several units told, in the order in which they come."""
    found: dict[str, list[FrozenLead]] = defaultdict(list)
    for lead in leads:
        for text in dict.fromkeys(result["text"] for result in lead["results"]):
            if len(text) >= MIN_REFERRED and "\n" not in text:
                found[text].append(lead)
    return {text: leads for text, leads in found.items() if len(leads) >= MIN_SHARING}


def _of_several(snapshot: Snapshot, text: str, leads: list[FrozenLead]) -> Runs:
    """The text, then by period the units that told it, each with its result."""
    told: dict[int, list[Run]] = defaultdict(list)
    for lead in leads:
        for result in lead["results"]:
            if result["text"] == text:
                unit = Run(lead["unit_name"], source=f"entry:{result['entry']}")
                told[result["period"]].append(unit)
    found = [
        sentence("{}: {}.", name, listed(told[period], "; "))
        for period, name in period_names(snapshot).items()
        if period in told
    ]
    head = Run("Nhiều đơn vị cùng nêu:", is_bold=True)
    return sentence("{} {} {}", head, as_sentence(text), listed(found, " "))


def _of_unit(
    snapshot: Snapshot, task: FrozenTask, lead: FrozenLead, shared: Collection[str]
) -> Runs:
    """The unit, then its own results in the order of the periods; nothing without any."""
    known = period_names(snapshot)
    told: dict[str, str] = {}
    found: list[Runs] = []
    for result in lead["results"]:
        if result["text"] in shared:
            continue
        period = known[result["period"]]
        words = _referred(result, told) or quoted_or_state(result, task["kind"])
        found.append(sentence("{}: {}", period, words))
        told.setdefault(result["text"], period)
    if not found:
        return ()
    name = Run(lead["unit_name"], is_bold=True)
    return sentence("{}. {}", name, listed(found, " "))


def _referred(result: FrozenResult, told: dict[str, str]) -> Run | None:
    """The period in which the unit told the same; None for a new or a short text."""
    text = result["text"]
    if len(text) < MIN_REFERRED or text not in told:
        return None
    return Run(f"như {told[text]}.", source=f"entry:{result['entry']}")
