"""Numbers of issued papers: unique by issuing body, kind and term."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.models import Review, Term
from tracker.lib.refusal import Refused

YEARS = 5


@dataclass(frozen=True)
class Number:
    """A number as printed is `serial` with two digits or more, a joint, and `series`.

    The joint is a hyphen before "BC/HU" of the Party and a slash before "BC-UBND" of the state.
    """

    serial: int
    series: str

    def __str__(self) -> str:
        joint = "-" if "/" in self.series else "/"
        return f"{self.serial:02d}{joint}{self.series}"


def series_of(symbol: str, *, is_party: bool = True) -> str:
    """The series of reports of a body: "BC/HU", "BC-UBND"."""
    return f"BC/{symbol}" if is_party else f"BC-{symbol}"


def read_number(typed: str, *, symbol: str, is_party: bool = True) -> Number:
    """ "5" becomes "05-BC/HU"; a full number keeps its own symbol."""
    typed = " ".join(typed.split())
    joint, mark = ("-", "/") if is_party else ("/", "-")
    if not re.fullmatch(rf"[0-9]{{1,5}}({joint}BC{mark}\S{{1,20}})?", typed):
        example = Number(125, series_of(symbol, is_party=is_party))
        raise Refused(f"Số ghi bằng chữ số, ví dụ 125 hoặc {example}.")
    serial, _, series = typed.partition(joint)
    if not int(serial):
        raise Refused("Số bắt đầu từ 01.")
    return Number(int(serial), series or series_of(symbol, is_party=is_party))


def serials_on(issuing_body: str, day: date, series: str) -> list[int]:
    """The numbers of a series that papers have in the term of the body in which `day` lies."""
    term = Term.objects.filter(issuing_body=issuing_body, first_day__lte=day, last_day__gte=day)
    papers = Review.objects.filter(term__in=term.values("pk"), series=series, serial__isnull=False)
    return [serial for serial in papers.values_list("serial", flat=True) if serial]


def next_serial(serials: Iterable[int]) -> int:
    """The number after the highest of `serials`; 1 where there is none."""
    return max(serials, default=0) + 1


def missing(serials: Iterable[int]) -> list[tuple[int, int]]:
    """The ranges between the lowest and the highest of `serials` that are not among them."""
    ordered = sorted(set(serials))
    pairs = itertools.pairwise(ordered)
    return [(low + 1, high - 1) for low, high in pairs if high - low > 1]


def words_of(ranges: Iterable[tuple[int, int]]) -> str:
    """ "05, 07–09", empty if nothing is missing."""
    return ", ".join(
        f"{first:02d}" if first == last else f"{first:02d}–{last:02d}" for first, last in ranges
    )


def term_on(issuing_body: str, day: date) -> Term | None:
    """The term of the body in which `day` lies."""
    terms = Term.objects.filter(issuing_body=issuing_body)
    return terms.filter(first_day__lte=day, last_day__gte=day).first()


def term_for_issue(issuing_body: str, day: date, *, is_party: bool = True) -> Term:
    """The term of the body in which `day` lies; the usual one where the office has none.

    The office corrects the days of an added term on the page of the register.
    """
    found = term_on(issuing_body, day)
    if found:
        return found
    first, last = usual_days(day) if is_party else (date(day.year, 1, 1), date(day.year, 12, 31))
    others = Term.objects.filter(issuing_body=issuing_body)
    before = others.filter(last_day__lt=day).order_by("-last_day").first()
    after = others.filter(first_day__gt=day).order_by("first_day").first()
    if before:
        first = max(first, before.last_day + timedelta(days=1))
    if after:
        last = min(last, after.first_day - timedelta(days=1))
    name = f"{first.year}-{last.year}" if is_party else f"{day.year}"
    if others.filter(name=name).exists():
        name = f"{first:%d/%m/%Y}"
    added, _ = Term.objects.get_or_create(
        issuing_body=issuing_body, name=name, defaults={"first_day": first, "last_day": last}
    )
    return added


def usual_days(day: date) -> tuple[date, date]:
    """The five years between congresses in which `day` lies: from July to June."""
    year = day.year if day.month > 6 else day.year - 1
    first = year - year % YEARS
    return date(first, 7, 1), date(first + YEARS, 6, 30)
