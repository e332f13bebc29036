"""The annex on commendation and responsibility: totals, never names.

What the product counts is told; who was commended or held to account nobody enters, so that the
rest is a form whose blanks the office fills.
"""

from collections.abc import Iterator

from reporting.papers.blocks import Annex, Block, Heading, ItemList, Paragraph, Runs, plain
from reporting.papers.sentences import sentence
from reporting.reviews.narrative import standing
from reporting.reviews.narrative.house_style import clauses, counted, full, paragraph
from reporting.reviews.narrative.numbers import numbers_of
from reporting.reviews.narrative.places import PlacedTopic
from reporting.reviews.schema import Snapshot

KEY, NUMBER = "annex-commendation", 9
TITLE = "Khen thưởng, xử lý trách nhiệm"
NOTE = "Số liệu tổng hợp, không nêu tên tập thể, cá nhân chưa được công khai."
BLANK = "……"
# Topic of the snapshot, heading, and the lines that the office fills
PARTS = (
    (
        "commendation",
        "Khen thưởng, biểu dương",
        (
            f"Tập thể: {BLANK} (cấp tỉnh trở lên {BLANK}; cấp dưới {BLANK})",
            f"Cá nhân: {BLANK} (cấp tỉnh trở lên {BLANK}; cấp dưới {BLANK})",
            f"Mô hình, cách làm hay được biểu dương, nhân rộng: {BLANK}",
        ),
    ),
    (
        "responsibility",
        "Xử lý trách nhiệm",
        (
            f"Tổ chức, tập thể bị kiểm điểm, xem xét trách nhiệm: {BLANK}",
            f"Cá nhân bị xử lý kỷ luật: {BLANK}, trong đó người đứng đầu: {BLANK}",
            f"Cá nhân phải chuyển đổi vị trí công tác, phân công lại nhiệm vụ: {BLANK}",
        ),
    ),
)


def commendation_annex(snapshot: Snapshot) -> Annex:
    return Annex(KEY, NUMBER, TITLE, tuple(_blocks(snapshot)))


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield Paragraph(f"{KEY}.note", plain(NOTE), style="note")
    stands = _units(PlacedTopic.of(snapshot, "all"))
    if stands:
        yield Heading(f"{KEY}.basis", "1.", "Kết quả thực hiện của các đơn vị chủ trì", 4)
        yield Paragraph(f"{KEY}.units", stands)
    for number, (topic, title, lines) in enumerate(PARTS, 2 if stands else 1):
        yield Heading(f"{KEY}.{topic}", f"{number}.", title, 4)
        told = _told(PlacedTopic.of(snapshot, topic))
        if told:
            yield Paragraph(f"{KEY}.{topic}.told", told)
        yield ItemList(f"{KEY}.{topic}.form", tuple(plain(line) for line in lines))


def _units(topic: PlacedTopic) -> Runs:
    """How many units did all of their work, and how many are behind."""
    whole = counted(topic.count("num_units"), standing.UNITS)
    states = clauses(
        sentence("{} {}", counted(number, standing.UNITS), words)
        for state, words in (
            ("done", "hoàn thành, đạt yêu cầu toàn bộ phần việc"),
            ("late", "còn phần việc quá hạn"),
            ("missing", standing.unreported(topic)),
        )
        if (number := topic.count("units", state, "count"))
    )
    return full(sentence("Trong {}: {}", whole, states)) if whole and states else ()


def _told(topic: PlacedTopic) -> Runs:
    """How many results of the tasks on it were accepted, and the numbers of their indicators."""
    results = counted(topic.count("results"), "kết quả")
    codes = topic.content["tasks"]
    words = "Có {} của {} {} được chấp nhận"
    noun = "nhiệm vụ" if len(codes) == 1 else "các nhiệm vụ"
    return paragraph(
        full(sentence(words, results, noun, ", ".join(codes))) if results else (),
        numbers_of(topic.snapshot, codes, with_details=True),
    )
