"""What people typed into a paper: numbers, and marks of words to come."""

import re
from collections.abc import Iterator

# Dots, lines and empty brackets that stand for a word to come
_BLANK = re.compile(r"\.{4,}|…{2,}|_{3,}|\[[\s.…]*\]|\([.…]+\)")
# A number that is part of a day, of a document's number or of a place in the plan is no figure
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)*(?![\w/-])(?![.,]\d)")
_NAMED = re.compile(r"(?:năm|tháng|quý|ngày|kỳ|mục|điều|khoản|số|phụ lục)\s+$", re.IGNORECASE)


def first_blank(text: str) -> str:
    """The first mark of a word to come, with the words before it; empty without one."""
    found = _BLANK.search(text)
    if found is None:
        return ""
    return " ".join(text[max(0, found.start() - 40) : found.end()].split())


def typed_numbers(text: str) -> list[str]:
    """The figures in `text`: neither days, years, numbers of documents nor places."""
    return [
        found.group()
        for found in _NUMBER.finditer(text)
        if not _NAMED.search(text[: found.start()]) and not _is_list_mark(text, found)
    ]


def numbers_in(found: object) -> Iterator[str]:
    """Every number in a snapshot, as papers write it."""
    if isinstance(found, dict):
        for value in found.values():
            yield from numbers_in(value)
    elif isinstance(found, list):
        for value in found:
            yield from numbers_in(value)
    elif isinstance(found, str):
        yield from typed_numbers(found)
    elif isinstance(found, int):
        yield str(found)
        yield f"{found:02d}"
        yield f"{found:,}".replace(",", ".")


def _is_list_mark(text: str, found: re.Match[str]) -> bool:
    """Whether the number begins a line, as "1." and "2)" do."""
    begins = not text[: found.start()].rpartition("\n")[2].strip()
    return begins and text[found.end() : found.end() + 1] in (".", ")")
