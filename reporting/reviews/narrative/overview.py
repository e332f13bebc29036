"""Sentences on the whole plan: what the review is about, where all tasks stand, who sent."""

from reporting.papers.blocks import Runs
from reporting.papers.days import day_in_text
from reporting.papers.sentences import Part, sentence
from reporting.reviews import skeleton
from reporting.reviews.narrative import group, standing
from reporting.reviews.narrative.house_style import (
    Count,
    Told,
    clauses,
    counted,
    full,
    in_brackets,
    names,
    paragraph,
    share,
    span,
    with_words,
)
from reporting.reviews.narrative.places import PlacedTopic, at
from reporting.reviews.schema import FrozenPunctuality, FrozenReport, Snapshot
from reporting.reviews.skeletons import built_in
from tracker.lib.text import about

# Of more periods the text names the units that sent late or not at all in the last one alone
MOST_NAMED = 2
# Units of which the text tells in how many periods they were behind
MOST_COUNTED = 5
# Headings of section I
COMMUNICATION, DIRECTION, SUPERVISION = 1, 2, 3


def opening(snapshot: Snapshot) -> Told:
    plan, review = snapshot["plan"], snapshot["report"]
    periods = review["periods"]
    basis = sentence(
        "Thực hiện {} số {}, ngày {} của {} {}, {} báo cáo kết quả {} (từ ngày {} đến ngày "
        "{}); số liệu chốt đến hết ngày {}, chỉ tính kết quả đã được thẩm tra, chấp nhận.",
        plan["kind"],
        plan["number"],
        day_in_text(plan["issued_on"]),
        plan["issuer"],
        about(plan["subject"]),
        plan["issuer"],
        span(periods),
        day_in_text(min(row["data_from"] for row in periods)),
        day_in_text(max(row["data_to"] for row in periods)),
        day_in_text(review["cutoff_on"]),
    )
    return with_words(("basis", basis), ("units-of-today", _by_units_of_today(review)))


def overview(snapshot: Snapshot) -> Told:
    """Where all tasks stand."""
    topic = PlacedTopic.of(snapshot, "all")
    tasks = paragraph(
        _size(topic),
        standing.by_deadline(topic),
        standing.by_period(topic, basis=standing.judged(topic)),
        standing.without_deadline(topic),
    )
    return with_words(("tasks", tasks), ("units", paragraph(_behind(topic), _results(topic))))


def section(snapshot: Snapshot, number: int) -> Told:
    """What is told under heading `number` of section I: tasks of "tổ chức thực hiện"."""
    told = [
        (name, runs)
        for name, runs in group.paragraphs(PlacedTopic.of(snapshot, f"I.{number}"))
        if name != "quotes"
    ]
    if number == DIRECTION:
        told = _with_documents(snapshot, told)
    return [*filings(snapshot), *told] if number == SUPERVISION else told


def _with_documents(snapshot: Snapshot, told: Told) -> Told:
    """How many documents were given for the whole plan, after what was achieved."""
    documents = counted(PlacedTopic.of(snapshot, "all").count("documents"), "văn bản")
    if not documents:
        return told
    where = in_brackets(skeleton.annex_words(snapshot, built_in.DOCUMENTS))
    words = sentence("Toàn bộ Kế hoạch có {} minh chứng{}.", documents, where)
    achieved = dict(told).get("achieved", ())
    if not achieved:
        return [*told, ("documents", words)]
    return [(key, paragraph(runs, words) if key == "achieved" else runs) for key, runs in told]


def filings(snapshot: Snapshot) -> Told:
    """Who sent in time: by period, with the late and the missing units by name.

    Of more periods than `MOST_NAMED` only the last one names them; the annex has all. Those that
    still received or were closed before their due day stand apart, with how far they had come.
    """
    rows = snapshot["figures"]["filings"]
    where = skeleton.annex_words(snapshot, built_in.MATRIX)
    ended = _told_in_short(rows) if where else []
    others = [index for index in range(len(rows)) if index not in ended]
    named = paragraph(*(_of_period(snapshot, index) for index in others))
    short = clauses(_in_time(snapshot, index) for index in ended)
    words = "Việc gửi báo cáo đúng hạn: {}; đơn vị gửi muộn, chưa gửi từng kỳ tại {}."
    told = paragraph(
        sentence(words, short, where) if short else (),
        sentence("{}{}", "" if short else "Việc gửi báo cáo ", named) if named else (),
    )
    if not told:
        return []
    return with_words(
        ("filings", told), ("often-behind", _often_behind(snapshot) if len(rows) > 1 else ())
    )


def _told_in_short(rows: list[FrozenPunctuality]) -> list[int]:
    """The places of the periods whose units the annex names: all that ended, without the last."""
    if len(rows) <= MOST_NAMED:
        return []
    return [index for index, row in enumerate(rows[:-1]) if "so_far" not in row]


def _size(topic: PlacedTopic) -> Runs:
    outside = topic.count("num_outside")
    left_out: Runs = ()
    if outside:
        left_out = sentence(
            "không tính {} (chưa đến kỳ, không phát sinh, đã dừng, chuyển giao)",
            counted(outside, standing.PARTS),
        )
    words = sentence(
        "Kế hoạch có {}; đến hết ngày {} có {} phải thực hiện, do {} chủ trì",
        counted(topic.count("num_tasks"), "nhiệm vụ"),
        day_in_text(topic.snapshot["report"]["cutoff_on"]),
        counted(topic.count("num_parts"), standing.PARTS) or "0 phần việc",
        counted(topic.count("num_units"), standing.UNITS) or "0 đơn vị",
    )
    return full(words, left_out)


def _behind(topic: PlacedTopic) -> Runs:
    """The units that are late and those that are silent, which the groups name."""
    late, missing = topic.count("units", "late", "count"), topic.count("units", "missing", "count")
    words = f"có phần việc {standing.unreported(topic)}"
    return full(
        sentence("{} còn phần việc quá hạn", counted(late, standing.UNITS)) if late else (),
        sentence("{} {}", counted(missing, standing.UNITS), words) if missing else (),
    )


def _results(topic: PlacedTopic) -> Runs:
    """What was accepted, and what does not count yet."""
    accepted = counted(topic.count("results"), "kết quả")
    known = (("returned", "bị trả lại để bổ sung"), ("sent", "chờ thẩm tra"))
    uncounted = [
        sentence("{} {}", counted(number, "kết quả"), words)
        for name, words in (*known, ("draft", "đơn vị đang sửa lại"))
        if (number := at(topic.snapshot, "figures", "entries", name))
    ]
    told: Part = ()
    if uncounted:
        told = sentence("chưa tính {}", clauses(uncounted, ", "))
    where = in_brackets(skeleton.annex_words(topic.snapshot, built_in.RESULTS))
    words = sentence("Đã thẩm tra, chấp nhận {}{}", accepted, where) if accepted else ()
    return full(words, told)


def _in_time(snapshot: Snapshot, index: int) -> Runs:
    """ "03/06 đơn vị ở Quý 1/2026"; nothing where nobody had to send."""
    here = ("figures", "filings", index)
    in_time = share(at(snapshot, *here, "on_time"), at(snapshot, *here, "expected"), "đơn vị")
    name = snapshot["figures"]["filings"][index]["name"]
    return sentence("{} ở {}", in_time, name) if in_time else ()


def _of_period(snapshot: Snapshot, index: int) -> Runs:
    """ "Quý 1/2026: 03/06 đơn vị gửi đúng hạn; 01 đơn vị gửi muộn (A); 02 đơn vị chưa gửi (…)"."""
    here = ("figures", "filings", index)
    period = snapshot["figures"]["filings"][index]
    in_time = share(at(snapshot, *here, "on_time"), at(snapshot, *here, "expected"), "đơn vị")
    if not in_time:
        return ()
    filers = snapshot["figures"].get("filers", [])
    late = [row["unit_name"] for row in filers if period["name"] in row["late_in"]]
    missing = [row["unit_name"] for row in filers if period["name"] in row["missing_in"]]
    so_far = in_brackets(_without_counts(period.get("so_far", "")))
    closed = at(snapshot, *here, "closed") if "closed" in period else None
    return full(
        sentence("{}{}: {} gửi đúng hạn", period["name"], so_far, in_time),
        _named(at(snapshot, *here, "late"), "gửi muộn", late),
        _named(at(snapshot, *here, "missing"), "chưa gửi", missing),
        _named(at(snapshot, *here, "waiting"), "chưa đến hạn gửi", []),
        _named(closed, "chưa gửi khi kỳ đóng", []),
    )


def _without_counts(so_far: str) -> str:
    """ "đang nhận, còn 43 ngày" of "đang nhận, 8/42, còn 43 ngày"; the sentence counts itself."""
    return ", ".join(part for part in so_far.split(", ") if "/" not in part)


def _named(number: Count | None, words: str, found: list[str]) -> Runs:
    """ "02 đơn vị chưa gửi (A và B)"; nothing for none."""
    if not number:
        return ()
    told = sentence("{} {}", counted(number, "đơn vị"), words)
    return sentence("{}{}", told, in_brackets(names(found)))


def _often_behind(snapshot: Snapshot) -> Runs:
    """The units that were late or silent in several periods, the most often first.

    Many are named without how often, which the annex tells.
    """
    filers = snapshot["figures"].get("filers", [])
    rows = [(index, row) for index, row in enumerate(filers) if row["num_behind"] > 1]
    rows.sort(key=lambda pair: -pair[1]["num_behind"])
    words = "Nhiều kỳ gửi muộn, chưa gửi: {}"
    where = skeleton.annex_words(snapshot, built_in.MATRIX)
    if where and len(rows) > MOST_COUNTED:
        return full(sentence(words, names([row["unit_name"] for _, row in rows])))
    told = [
        sentence(
            "{} ({})",
            row["unit_name"],
            counted(at(snapshot, "figures", "filers", index, "num_behind"), "kỳ"),
        )
        for index, row in rows
    ]
    return full(sentence(words, clauses(told, ", "))) if told else ()


def _by_units_of_today(review: FrozenReport) -> Runs:
    """One sentence where the counts are by the units of today."""
    if "divided_units" not in review:
        return ()
    divided = ", ".join(review["divided_units"])
    return sentence(
        "Số liệu theo khối và theo đơn vị tính cho đơn vị hiện nay: phần việc của đơn vị đã "
        "sáp nhập, đổi tên hoặc giải thể tính cho đơn vị kế thừa{}{}.",
        "; vẫn tính riêng đơn vị đã chia, tách thành nhiều đơn vị: " if divided else "",
        divided,
    )
