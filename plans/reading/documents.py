"""Documents that a text cites: kind, number, day and issuer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.reading.findings import DocumentFound
from plans.reading.head import day_or_none, kind_of_number
from plans.reading.vocabulary import AGAINST, CAPITALS, CITED_KINDS, alternatives

_NUMBER = (
    r"\d{1,5}(?:-[A-ZĐ][A-ZĐa-z]{1,5}/[A-ZĐ][A-ZĐa-z]{1,12}(?:\.[A-ZĐ]+)?"
    r"|(?:/\d{4})?/[A-ZĐ][A-ZĐa-z]*\d{0,2}(?:-[A-ZĐ][A-ZĐa-z]*\d{0,2}){0,3})"
)
_DAY = (
    r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})"
    r"|(?P<wday>\d{1,2}) tháng (?P<wmonth>\d{1,2}) năm (?P<wyear>\d{4})"
)
_CITED = re.compile(
    rf"(?:(?P<kind>{alternatives(CITED_KINDS)})(?: liên tịch)?\s+)?(?:số\s*:?\s*)?"
    rf"(?<![\w/-])(?P<number>{_NUMBER})(?![\w/])"
    rf"(?:,?\s*(?:ngày|ký ngày|ban hành ngày)\s*(?:{_DAY}))?"
    rf"(?:,?\s*(?:do|của)\s+(?P<issuer>[{CAPITALS}](?:{AGAINST}|[^,;.:()“”\"\n]){{2,90}}))?",
    re.IGNORECASE,
)
_ISSUER_END = re.compile(
    rf"\s(?:về|ban hành|phê duyệt|quy định|hướng dẫn|nhằm|và (?:các|{alternatives(CITED_KINDS)})"
    r"|trên|trong|cho|đến|để|tại|giai đoạn|năm|theo|đã|có|gắn|bảo đảm|thực hiện|triển khai"
    r"|sửa đổi)\b"
)


_LONGEST_LAW = 200


@dataclass(frozen=True)
class Cited:
    """A document where it is cited: from `start` to `end`, its date included."""

    document: DocumentFound
    start: int
    end: int


def cited_in(text: str) -> Iterator[Cited]:
    """Documents with a number, in the order of the text."""
    at = 0
    while found := _CITED.search(text, at):
        number = found["number"]
        issuer, end = found["issuer"] or "", found.end()
        if issuer and not issuer[0].isupper():
            issuer, end = "", found.start("issuer")
        if issuer:
            issuer = _ISSUER_END.split(issuer)[0].strip()
            # In a title in capitals nothing tells where a name ends
            issuer = "" if issuer.isupper() and issuer.count(" ") > 1 else issuer
            end = found.start("issuer") + len(issuer)
        kind = found["kind"] or _law_before(text, found)
        document = DocumentFound(
            kind=kind[:1].upper() + kind[1:].lower() if kind else kind_of_number(number),
            number=number,
            issued_on=_day(found),
            issuer=issuer,
            words=text[found.start() : end].strip(),
        )
        yield Cited(document, found.start(), end)
        at = end


def _law_before(text: str, found: re.Match[str]) -> str:
    """The kind of a law, whose title stands between it and its number."""
    if "/QH" not in found["number"]:
        return ""
    before = re.findall(r"Luật|Bộ luật|Nghị quyết|Pháp lệnh", text[: found.start()][-_LONGEST_LAW:])
    return before[-1] if before else ""


def _day(found: re.Match[str]) -> date | None:
    for prefix in ("", "w"):
        if found[f"{prefix}day"]:
            parts = (int(found[f"{prefix}{part}"]) for part in ("year", "month", "day"))
            return day_or_none(*parts)
    return None


def without_documents(text: str) -> str:
    """`text` of the same length with blanks for what is cited: its dates are no deadlines."""
    pieces, at = [], 0
    for cited in cited_in(text):
        pieces += [text[at : cited.start], " " * (cited.end - cited.start)]
        at = cited.end
    return "".join([*pieces, text[at:]])


def merged(found: list[DocumentFound]) -> list[DocumentFound]:
    """Each document once, with what any of its citations says."""
    by_number: dict[str, DocumentFound] = {}
    for each in found:
        known = by_number.get(each.number)
        if known is None:
            by_number[each.number] = each
        elif known.issued_on is None or not known.issuer or not known.kind:
            by_number[each.number] = DocumentFound(
                kind=known.kind or each.kind,
                number=known.number,
                issued_on=known.issued_on or each.issued_on,
                issuer=known.issuer or each.issuer,
                words=known.words if known.issued_on else each.words,
            )
    return list(by_number.values())
