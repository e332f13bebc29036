"""Sentences and clauses of a paragraph, and titles that are whole clauses."""

import re
from collections.abc import Callable

from plans.reading.vocabulary import CAPITALS, CITED_KINDS, LETTERS, VERB, alternatives, is_verb_at

MAX_TITLE = 200
_STOP = re.compile(
    rf"(?<=[.!?…])(?P<marks>[¹²³⁴⁵⁶⁷⁸⁹⁰”\"’)]*)\s+(?=[\"“(]?[{CAPITALS}]|\d{{1,3}}% )"
)
_ABBREVIATED = re.compile(r"(?:(?<![^\W\d_])[A-ZĐ]|TP|ThS|TS|Tp|v\.v|TM|KT|TT|Đ/c|đ/c|St|Mr)\.$")
_OPENERS, _CLOSERS = "(“[«", ")”]»"
_CONNECTIVES = re.compile(
    r"(?:(?:và|đồng thời|bên cạnh đó|ngoài ra|mặt khác|từ đó|qua đó|trước mắt|theo đó"
    r"|cùng với đó)\b,?\s*)+",
    re.IGNORECASE,
)
_ADVERBS = re.compile(
    r"(?:kịp thời|chủ động|thường xuyên|nghiêm túc|tích cực|không|không để|từng bước)\s+"
)
_AT_ONCE = re.compile(
    rf"(?:kịp thời|chủ động|nghiêm túc|tích cực|từng bước|kiên quyết|khẩn trương)"
    rf"(?: [{LETTERS}]+){{2}}",
    re.IGNORECASE,
)
_CITES = re.compile(rf"(?:{alternatives(CITED_KINDS)})\s+(?:số\s+)?\d")
_PURPOSE = (
    r"nhằm|để|góp phần|bảo đảm|đảm bảo|trong đó|qua đó|từ đó|phù hợp với|gắn với|trên cơ sở|theo"
    r"|tạo|nhất là|đặc biệt là|trước hết là|không để|coi đây|xem đây|bao gồm|như"
)
# Where a title may end, the best first
_BREAKS = (
    re.compile(r"\s*;\s"),
    re.compile(rf"\s*,\s(?=(?:{_PURPOSE})\b)", re.IGNORECASE),
    re.compile(rf"\s*,\s(?={VERB.pattern})"),
    re.compile(r"\s(?=(?:nhằm|để|góp phần|theo quy định|trên địa bàn|trong đó|phù hợp với)\s)"),
    re.compile(r"\s(?=(?:khi|thông qua|tại|trong|đối với|bằng|theo|gắn với)\s)"),
    re.compile(r"\s*,\s"),
    re.compile(r"\s(?=(?:và|hoặc|của|từ|về|cho|với|do)\s)"),
)
_COMMAS = (_BREAKS[2], _BREAKS[5])
# Between fewer words a comma stands in a list, as in "lãnh đạo, quản lý các cấp"
_LEAST_WORDS = 5


def sentences_of(text: str) -> list[str]:
    """The sentences of `text`; a full stop within brackets or quotes ends none."""
    sentences, start = [], 0
    depths = depths_of(text)
    for found in _STOP.finditer(text):
        end = found.end("marks")
        if depths[end] or _ABBREVIATED.search(text[max(start, end - 8) : end]):
            continue
        sentences.append(text[start:end].strip())
        start = found.end()
    return [each for each in [*sentences, text[start:].strip()] if each]


def clauses_of(
    sentence: str, is_subject: Callable[[str], bool], is_only_bodies: Callable[[str], bool]
) -> list[str]:
    """Clauses of a sentence that each begin with a verb, a body or a cited document.

    A semicolon within a list of nouns parts nothing.
    """
    clauses, start = [], 0
    depths = depths_of(sentence)
    # In a list of documents their titles may have semicolons of their own
    lists_documents = bool(re.search(rf";\s+{_CITES.pattern}", sentence))
    for found in re.finditer(r";\s+", sentence):
        if depths[found.start()]:
            continue
        rest = sentence[found.end() :]
        own = rest[_length(_CONNECTIVES, rest) :]
        own = own[_length(_ADVERBS, own.lower()) :]
        first = own[:1].lower() + own[1:]
        if is_only_bodies(sentence[start : found.start()]):
            continue  # a semicolon parts two lists of bodies
        begins = _CITES.match(own) or (
            not lists_documents and (is_verb_at(first) or _acts_at_once(rest) or is_subject(own))
        )
        if begins:
            clauses.append(sentence[start : found.start() + 1].strip())
            start = found.end()
    return [*clauses, sentence[start:].strip()]


def _acts_at_once(clause: str) -> bool:
    """Whether a clause begins as "kịp thời uốn nắn", whatever the verb is."""
    return bool(_AT_ONCE.match(without_connectives(clause)))


def without_connectives(clause: str) -> str:
    return clause[_length(_CONNECTIVES, clause) :]


def title_of(clause: str) -> str:
    """A whole clause of at most 200 characters, with a capital and without its full stop."""
    text = " ".join(re.sub("[¹²³⁴⁵⁶⁷⁸⁹⁰]", "", without_connectives(clause)).split())
    text = text.strip(" ;,:.…/-–").strip()
    short = text if len(text) <= MAX_TITLE else _shortened(text)
    return short[:1].upper() + short[1:]


def _shortened(text: str) -> str:
    """`text` up to the last break of the best kind that leaves enough of it."""
    depths = depths_of(text)
    for pattern in _BREAKS:
        ends = [
            found.start()
            for found in pattern.finditer(text)
            if 30 <= found.start() <= MAX_TITLE
            and not depths[found.start()]
            and not (pattern in _COMMAS and _is_in_list(text, found))
        ]
        if ends:
            return text[: ends[-1]].rstrip(" ,;:-–")
    words = text[: MAX_TITLE - 1].rpartition(" ")[0]
    return f"{words.rstrip(' ,;:-–')}…"


def _is_in_list(text: str, comma: re.Match[str]) -> bool:
    before = re.split(r"[,;:]", text[: comma.start()])[-1]
    after = re.split(r"[,;:.]", text[comma.end() :], maxsplit=1)[0]
    return min(len(before.split()), len(after.split())) < _LEAST_WORDS


def depths_of(text: str) -> list[int]:
    """How many brackets and quotes are open before each letter, and after the last one."""
    depths, depth, is_quoted = [0], 0, False
    for letter in text:
        if letter in _OPENERS:
            depth += 1
        elif letter in _CLOSERS:
            depth = max(depth - 1, 0)
        elif letter == '"':
            is_quoted = not is_quoted
        depths.append(depth + is_quoted)
    # One that is never closed opens nothing
    return depths if not depths[-1] else [0] * len(depths)


def _length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def begins_with_verb(text: str) -> bool:
    own = without_connectives(text)
    first = own[:1].lower() + own[1:]
    return is_verb_at(first) or bool(re.match(rf"không [{LETTERS}]", first))
