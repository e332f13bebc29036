"""Where a group of tasks stands: its parts by deadline and period, and the units by name."""

from reporting.papers.blocks import Runs
from reporting.papers.sentences import runs_of, sentence
from reporting.reviews import skeleton
from reporting.reviews.narrative.house_style import (
    Count,
    change,
    clauses,
    counted,
    counted_as,
    full,
    in_brackets,
    names,
    share,
)
from reporting.reviews.narrative.places import PlacedTopic
from reporting.reviews.skeletons import built_in

PARTS = "phần việc"
UNITS = "đơn vị"


def sentences(topic: PlacedTopic) -> tuple[Runs, ...]:
    """How much there is, and how much of each kind is done."""
    return (size(topic), by_deadline(topic), by_period(topic), without_deadline(topic))


def size(topic: PlacedTopic) -> Runs:
    """How many tasks, parts and units there are."""
    if not topic.count("num_parts"):
        return full(
            sentence(
                "Có {}, chưa có phần việc phải tính trong kỳ",
                counted(topic.count("num_tasks"), "nhiệm vụ"),
            )
        )
    return full(
        sentence(
            "Có {}, {} do {} chủ trì",
            counted(topic.count("num_tasks"), "nhiệm vụ"),
            counted(topic.count("num_parts"), PARTS),
            counted(topic.count("num_units"), UNITS),
        )
    )


def by_deadline(topic: PlacedTopic, *, in_short: bool = False) -> Runs:
    """Work with a deadline: how much is done, in time and late unless `in_short`, and open."""
    whole, done = topic.count("dated"), topic.count("dated_done")
    if not whole:
        return ()
    if not done:
        return full(
            sentence(
                "Việc có thời hạn: {} chưa hoàn thành{}", counted(whole, PARTS), _overdue(topic)
            )
        )
    extended = counted_as("trong đó sau gia hạn", topic.count("dated_extended"))
    in_time = clauses([_of_done("đúng hạn", topic.count("dated_on_time"), done), extended], ", ")
    late = _of_done("quá hạn", topic.count("dated_late"), done)
    since = _since(topic, "dated")
    details = since if in_short else clauses([in_time, late, since])
    still = topic.count("dated_open")
    return full(
        sentence(
            "Việc có thời hạn: {} đã hoàn thành{}",
            share(done, whole, PARTS),
            in_brackets(details),
        ),
        sentence("còn {}{}", counted(still, PARTS), _overdue(topic)) if still else (),
    )


def by_period(topic: PlacedTopic, basis: str = "", *, in_short: bool = False) -> Runs:
    """Recurring and continuous work, which is judged by the period; `basis` says by which.

    `in_short` leaves out how much of it is counted by its deadline as well.
    """
    whole, met = topic.count("periodic"), topic.count("periodic_met")
    if not whole:
        return ()
    kind = f"Việc thường xuyên, định kỳ{basis}"
    both = () if in_short else _both(topic)
    if not met:
        words = "{}: {} chưa đạt yêu cầu của kỳ"
        return full(sentence(words, kind, counted(whole, PARTS)), both)
    since = in_brackets(_since(topic, "periodic"))
    words = "{}: {} đạt yêu cầu của kỳ{}"
    return full(sentence(words, kind, share(met, whole, PARTS), since), both)


def unreported(topic: PlacedTopic) -> str:
    """ "chưa báo cáo Quý 1/2026", or "kỳ này" where only one period is told of."""
    return f"chưa báo cáo {_judged_in(topic) or 'kỳ này'}"


def _judged_in(topic: PlacedTopic) -> str:
    """The period by which recurring work is judged, where it is not the only one told of."""
    name = topic.snapshot["figures"].get("judged_in", "")
    told = [row["name"] for row in topic.snapshot["report"]["periods"]]
    return name if name and told != [name] else ""


def judged(topic: PlacedTopic) -> str:
    """Which period "kỳ" means in the sentences on recurring work; told once, of all tasks."""
    name = _judged_in(topic)
    if not name:
        return ""
    is_last = topic.snapshot["report"]["periods"][-1]["name"] == name
    later = "" if is_last else ", hoặc kỳ sau nếu đã có kết quả"
    return f" (xét theo {name}, kỳ gần nhất đã đến hạn{later})"


def _both(topic: PlacedTopic) -> Runs:
    """The recurring parts that have a deadline, too, and are counted there as well."""
    both = topic.count("both") if "both" in topic.content else None
    if not both:
        return ()
    if both.value == topic.count("periodic").value:
        return runs_of("các phần việc này đều có thời hạn, đã tính ở trên")
    return sentence("{} tính ở cả hai loại", counted(both, PARTS))


def without_deadline(topic: PlacedTopic) -> Runs:
    """One-off work without a deadline, which is never in time.

    Bảng 1 counts with it all recurring and continuous work that has none.
    """
    whole, done = topic.count("once"), topic.count("once_done")
    if not whole:
        return ()
    if not done:
        words = "Việc một lần, không đặt thời hạn: {} chưa hoàn thành"
        return full(sentence(words, counted(whole, PARTS)))
    words = "Việc một lần, không đặt thời hạn: {} đã hoàn thành"
    return full(sentence(words, share(done, whole, PARTS)))


def units_done(topic: PlacedTopic) -> Runs:
    """Who has done all its parts; nothing where nobody has, or where only one unit takes part.

    Where most would be left out none is named: those that are not done are, in what is behind.
    """
    found, done = topic.content["units"]["done"], topic.count("units", "done", "count")
    whole = topic.count("num_units")
    if not done or whole.value == 1:
        return ()
    words = sentence("{} hoàn thành toàn bộ phần việc được giao", share(done, whole, UNITS))
    if done.value == whole.value:
        return full(words)
    if found["others"] > 2 * len(found["names"]):
        where = skeleton.annex_words(topic.snapshot, built_in.MATRIX)
        return full(sentence("{}{}", words, in_brackets(where)))
    listed = names(found["names"], topic.count("units", "done", "others"))
    return full(sentence("{}: {}", words, listed))


def _of_done(words: str, part: Count, done: Count) -> Runs:
    """ "quá hạn 05"; "đều quá hạn" where all that are done are so."""
    is_all = part.value == done.value > 1
    return runs_of(f"đều {words}") if is_all else counted_as(words, part)


def _overdue(topic: PlacedTopic) -> Runs:
    """How many open parts with a deadline are past it: all of them, or some."""
    overdue, still = topic.count("dated_overdue"), topic.count("dated_open")
    if not overdue:
        return ()
    if overdue.value == still.value:
        return runs_of(", đã quá hạn")
    return sentence(", trong đó {} quá hạn", overdue.run)


def _since(topic: PlacedTopic, kind: str) -> Runs:
    """The change since the earlier period, where both have such parts."""
    if not topic.has_earlier:
        return ()
    before, done = topic.count("change", kind), topic.count("change", _done_key(kind))
    difference = topic.count("change", f"{kind}_difference")
    if not before or not (done or difference):
        return ()
    words = change(difference, _basis(topic))
    if not done or before.value == topic.count(kind).value:
        return words
    return sentence("{}, khi đó {}/{}", words, done.run, before.run)


def _basis(topic: PlacedTopic) -> str:
    """The earlier period; by its name in a review that is itself about several periods."""
    comparison = topic.snapshot["comparison"]
    is_one = len(topic.snapshot["report"]["periods"]) == 1
    return comparison["basis"] if is_one else comparison["period_name"]


def _done_key(kind: str) -> str:
    return "periodic_met" if kind == "periodic" else f"{kind}_done"
