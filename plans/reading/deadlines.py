"""Deadlines in the words of a plan, and the days that follow from them."""

import re
from collections.abc import Iterator
from datetime import date

from plans.reading.days import ROMAN, Day, Frame
from plans.reading.deadline_words import (
    AND_MORE,
    CELL_RULES,
    NEXT_MONTH,
    ONE_OFF,
    RECURRING,
    RULES,
    SCHEDULE,
)
from plans.reading.documents import without_documents
from plans.reading.findings import DeadlineFound
from plans.reading.vocabulary import CAPITALS

_EVERY_YEAR = re.compile(r"(?:hằng|hàng|mỗi) năm", re.IGNORECASE)
_DUE = re.compile(
    r"(?:thời gian|thời hạn|tiến độ|lộ trình|hoàn thành)(?: hoàn thành| thực hiện)?\s*:\s*"
    rf"(?P<words>.+?)(?=\s*(?:[;)(]|\s[-–]\s+(?-i:[{CAPITALS}])|\.\s|\.?$))",
    re.IGNORECASE,
)
_PERIODS = re.compile(r"(tháng|quý)\s+(\d{1,2}|IV|I{1,3})(?!\w)", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"20\d{2}$")
_SPACE = re.compile(r"\s+")
_YEAR_OF_SUBJECT = re.compile(r"(?<!\d )năm (20\d{2})(?!\s*[-–])", re.IGNORECASE)


def frame_of(issued_on: date, subject: str) -> Frame:
    """The frame of a plan whose subject may name its year, as in "cải cách năm 2026"."""
    years = [int(year) for year in _YEAR_OF_SUBJECT.findall(without_documents(subject))]
    near = [year for year in years if year in (issued_on.year, issued_on.year + 1)]
    return Frame(issued_on, near[-1] if near else None)


def deadline_in(text: str, frame: Frame, *, is_cell: bool = False) -> tuple[DeadlineFound, str]:
    """The first deadline of `text` that gives a day, else the first; and the kind of task.

    A cell of a table may have the day alone: "30/9/2025", "Quý IV".
    """
    plain = without_documents(text)
    found = list(_found(plain, frame, is_cell=is_cell))
    if not found:
        return DeadlineFound(words=_words_of_cell(text) if is_cell else ""), ""
    best = next((each for each in found if each[0].date), found[0])
    if best[1] == ONE_OFF and _EVERY_YEAR.search(plain):
        best = best[0], RECURRING
    words = _words_of_cell(text) if is_cell else best[0].words
    return DeadlineFound(words=words, date=best[0].date), best[1]


def _words_of_cell(text: str) -> str:
    """The words of a cell, also where a narrow one breaks its line behind a slash."""
    return re.sub(r"(?<=\w)/ (?=\w)", "/", " ".join(text.split()))


def labelled_deadline(text: str, frame: Frame) -> tuple[DeadlineFound, str]:
    """The deadline after a label within `text`, as in "Thời hạn: 30/4/2026"."""
    label = _DUE.search(text)
    if label is None:
        return DeadlineFound(), ""
    return deadline_in(label["words"], frame, is_cell=True)


def deadline_end(text: str, at: int) -> int:
    """Where the words of a deadline that begin at `at` end; `at` itself if none begin there."""
    ends = [found.end() for pattern, *_ in RULES if (found := pattern.match(text, at))]
    return max(ends, default=at)


def _found(text: str, frame: Frame, *, is_cell: bool) -> Iterator[tuple[DeadlineFound, str]]:
    taken: list[tuple[int, int]] = []
    for pattern, day_of, kind in CELL_RULES if is_cell else RULES:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            more = AND_MORE.match(text, found.end())
            end = more.end() if more else found.end()
            taken.append((found.start(), end))
            words = _SPACE.sub(" ", text[found.start() : end]).strip(" ,")
            day = (
                day_of(found, frame) if more is None else _day_of_list(words, day_of, found, frame)
            )
            is_yearly = "yearly" in pattern.groupindex and found["yearly"]
            yield DeadlineFound(words, day), RECURRING if is_yearly else kind


def _day_of_list(words: str, day_of: Day, first: re.Match[str], frame: Frame) -> date | None:
    """The end of a run of periods; of occasions apart the `first`, in the year of the last."""
    year = _YEAR_AT_END.search(words)
    within = _first_of(int(year[0])) if year else frame
    return _end_of_run(words, within) or day_of(first, within)


def _end_of_run(words: str, frame: Frame) -> date | None:
    """The last day of months or quarters that follow each other, as in "quý II và quý III".

    None for those apart, which are occasions of their own: the first is due first.
    """
    periods = _PERIODS.findall(NEXT_MONTH.sub(", tháng ", words))
    numbers = [ROMAN.get(number.lower()) or int(number) for _kind, number in periods]
    is_run = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    if len(numbers) < 2 or not is_run or len({kind.lower() for kind, _ in periods}) > 1:
        return None
    kind, number = periods[-1]
    last = _found(f"{kind} {number}", frame, is_cell=True)
    return next((found.date for found, _kind in last), None)


def _first_of(year: int) -> Frame:
    return Frame(date(year, 1, 1))


def schedule_at(text: str, frame: Frame) -> tuple[DeadlineFound, int]:
    """The months or quarters that a line of a schedule begins with, and where its words begin.

    As in "Tháng 5: Tổ chức hội nghị", whose day is the last one of May in the year of the plan.
    """
    label = SCHEDULE.match(text)
    if label is None:
        return DeadlineFound(), 0
    words = (label["words"] or label["years"]).strip()
    within = _first_of(frame.year) if frame.year else frame
    months = NEXT_MONTH.sub(", tháng ", words)
    days = [found.date for found, _kind in _found(months, within, is_cell=True) if found.date]
    return (DeadlineFound(words, max(days)), label.end()) if days else (DeadlineFound(), 0)
