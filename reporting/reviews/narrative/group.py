"""The paragraphs of one group of tasks: standing, achievements, examples, and what is behind."""

from collections.abc import Iterable, Sequence

from reporting.counting.status import DONE, Cell
from reporting.papers.blocks import Runs, text_of
from reporting.papers.days import day_in_text
from reporting.papers.sentences import runs_of, sentence
from reporting.reviews.narrative import standing
from reporting.reviews.narrative.house_style import (
    Told,
    clauses,
    counted,
    full,
    in_brackets,
    names,
    paragraph,
    share,
    with_words,
    within,
)
from reporting.reviews.narrative.numbers import numbers_of
from reporting.reviews.narrative.places import PlacedTask, PlacedTopic, at, period_names
from reporting.reviews.narrative.quoting import is_example, quoted, without_state
from reporting.reviews.schema import FrozenLead, FrozenResult
from reporting.reviews.topics_schema import TaskState, UnitState

# Results quoted per group where the office picked none
NUM_QUOTED = 1
# Characters; of the units of a task the one that says most within this length is quoted
MAX_QUOTED = 150
# Units at work are named up to this number; more are only counted
MAX_AT_WORK_NAMED = 5
# The same behind one of several tasks
MAX_OF_TASK_NAMED = 3
Quote = tuple[FrozenLead, FrozenResult]


def paragraphs(topic: PlacedTopic) -> Told:
    """The paragraphs with something in them."""
    if not topic.content["num_tasks"]:
        return []
    stands = paragraph(*standing.sentences(topic), standing.units_done(topic))
    picked = examples(topic)
    return with_words(
        ("standing", stands),
        ("achieved", achieved(topic)),
        ("examples", picked),
        ("quotes", () if picked else quotes(topic)),
        ("behind", behind(topic)),
    )


def brief(topic: PlacedTopic) -> Told:
    """The same in two paragraphs for a periodic report: tasks by name are left out.

    So is what Bảng 1 tells beside them: how much there is, and how much in time.
    """
    if not topic.content["num_tasks"]:
        return []
    how_far = (
        standing.by_deadline(topic, in_short=True),
        standing.by_period(topic, in_short=True),
        standing.without_deadline(topic),
    )
    stands = paragraph(
        clauses(how_far, " ") or standing.size(topic),
        numbers_of(topic.snapshot, topic.content["tasks"], with_details=True),
        late_units(topic),
    )
    return with_words(("standing", stands), ("examples", examples(topic)))


def achieved(topic: PlacedTopic) -> Runs:
    """The tasks that are done, in sentences that join those of a kind; numbers and documents."""
    documents = counted(topic.count("documents"), "văn bản")
    return paragraph(
        _tasks(topic, "done", "Đã hoàn thành, đạt yêu cầu"),
        _tasks(topic, "partly", "Có đơn vị đã hoàn thành, đạt yêu cầu ở"),
        numbers_of(topic.snapshot, topic.content["tasks"]),
        full(sentence("Minh chứng: {}", documents)) if documents else (),
    )


def examples(topic: PlacedTopic) -> Runs:
    """The results that the office picked, in its order."""
    picked = [
        (lead, result)
        for _, lead in _leads(topic)
        for result in lead["results"]
        if "example" in result
    ]
    picked.sort(key=lambda quote: quote[1].get("example", 0))
    return _quotes(topic, "Nổi bật", picked)


def quotes(topic: PlacedTopic) -> Runs:
    """What a unit said last of each of a few tasks that it has done, with numbers if it can be."""
    found: dict[str, Quote] = {}
    for code, lead in _leads(topic):
        last = lead["results"][-1] if lead["results"] else None
        if lead["label"] not in DONE or not last or len(last["text"]) > MAX_QUOTED:
            continue
        says_most = code not in found or len(last["text"]) > len(found[code][1]["text"])
        if says_most and is_example(last["text"]):  # few are read
            found[code] = lead, last
    told = list(found.values())
    told.sort(key=lambda quote: not any(map(str.isdigit, quote[1]["text"])))
    return _quotes(topic, "Kết quả cụ thể", told[:NUM_QUOTED])


def late_units(topic: PlacedTopic) -> Runs:
    """Late and silent units by name, and those that have to complete a result."""
    return paragraph(
        _units(topic, "late", "quá hạn"),
        _units(topic, "missing", standing.unreported(topic)),
        _units(topic, "returned", "có kết quả bị trả lại, đang bổ sung"),
    )


def behind(topic: PlacedTopic) -> Runs:
    """Who is late, silent or at work, and the tasks that nobody has done."""
    return paragraph(
        late_units(topic),
        _at_work(topic),
        _tasks(topic, "open", "Chưa hoàn thành"),
        _tasks(topic, "idle", "Chưa đến kỳ báo cáo hoặc không phát sinh"),
        _tasks(topic, "unassigned", "Chưa phân công đơn vị chủ trì"),
    )


def _leads(topic: PlacedTopic) -> list[tuple[str, FrozenLead]]:
    """The assignments of the topic with the code of their task, in the order of the plan."""
    return [
        (placed.task["code"], lead)
        for placed in topic.tasks(topic.content["tasks"])
        for lead in placed.task["leads"]
    ]


def _quotes(topic: PlacedTopic, words: str, quotes: Iterable[Quote]) -> Runs:
    """Each with its unit, and with its period where the review is about several."""
    known = period_names(topic.snapshot)
    found = [
        sentence(
            "{}{}: {}",
            lead["unit_name"],
            in_brackets(known[result["period"]] if len(known) > 1 else ""),
            quoted(without_state(result["text"]), result["entry"]),
        )
        for lead, result in quotes
    ]
    return sentence("{}: {}", words, clauses(found, " ")) if found else ()


def _units(topic: PlacedTopic, state: UnitState, words: str) -> Runs:
    """ "03 đơn vị còn phần việc quá hạn: A, B và C."."""
    number = topic.count("units", state, "count")
    if not number:
        return ()
    found = topic.content["units"][state]["names"]
    named = names(found, topic.count("units", state, "others"))
    return full(sentence("{} {}: {}", counted(number, standing.UNITS), words, named))


def _at_work(topic: PlacedTopic) -> Runs:
    """Units that are neither done, late nor silent; not where each task names its only unit."""
    number = topic.count("units", "open", "count")
    shared = [one for one in topic.tasks(topic.content["tasks"]) if not one.is_of_one]
    if not number or not shared:
        return ()
    words = sentence("{} đang thực hiện", counted(number, standing.UNITS))
    if number.value > MAX_AT_WORK_NAMED:
        return full(words)
    return full(sentence("{}: {}", words, names(topic.content["units"]["open"]["names"])))


def _tasks(topic: PlacedTopic, state: TaskState, words: str) -> Runs:
    """ "Đã hoàn thành 02 nhiệm vụ: ban hành quy chế (Phòng Nội vụ); ký cam kết (05 đơn vị)."."""
    number = topic.count("by_state", state, "count")
    if not number:
        return ()
    told: dict[str, tuple[list[Runs], Runs]] = {}
    for one in topic.tasks(topic.content["by_state"][state]["names"]):
        who = _who(topic, one)
        # Tasks of the same unit stand together, so that it is named once
        key = text_of(who) if one.is_of_one else one.task["code"]
        told.setdefault(key, ([], who))[0].append(runs_of(within(one.task["title"])))
    clause = [sentence("{}{}", clauses(titles), _by(titles, who)) for titles, who in told.values()]
    return full(sentence("{} {}: {}", words, counted(number, "nhiệm vụ"), clauses(clause)))


def _by(titles: Sequence[Runs], who: Runs) -> Runs:
    """ " (Phòng Nội vụ)"; behind several tasks " (đều của Phòng Nội vụ)"."""
    several = len(titles) > 1 and text_of(who)
    return in_brackets(sentence("đều của {}", who) if several else who)


def _who(topic: PlacedTopic, placed: PlacedTask) -> Runs:
    """The unit of a task, with its missed deadline; of several how many are done, else which."""
    leads = placed.task["leads"]
    if placed.is_of_one:
        late = ""
        if leads[0]["cell"] == Cell.OPEN_LATE:
            late = f"quá hạn từ {day_in_text(leads[0]['deadline'])}"
        return clauses([leads[0]["unit_name"], late], ", ")
    cells = (*placed.place, "cells")
    done, whole = at(topic.snapshot, *cells, "done"), at(topic.snapshot, *cells, "applicable")
    if done:
        return share(done, whole, standing.UNITS)
    at_work = [lead["unit_name"] for lead in leads if lead["cell"] != Cell.OUTSIDE]
    few = len(at_work) <= MAX_OF_TASK_NAMED
    return names(at_work) if few else counted(whole, standing.UNITS)
