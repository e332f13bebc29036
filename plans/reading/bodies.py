"""Names of bodies in a text: one at a place, and lists of them."""

import re
from collections.abc import Mapping
from functools import cached_property

from plans.reading import body_patterns as patterns
from plans.reading.vocabulary import CLOSED_HEADS, LEVELS, STOPS, VERB, folded, is_verb_at
from tracker.lib.text import ABBREVIATIONS, fold

_MOST_WORDS = 14


class Names:
    """The directory: folded names, aliases and abbreviations, each with a unit's code."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    @cached_property
    def spelt(self) -> dict[str, str]:
        return {_spelt(name): code for name, code in self.names.items()}

    @cached_property
    def longest(self) -> int:
        return max((name.count(" ") + 1 for name in self.names), default=0)

    @cached_property
    def levels_of(self) -> dict[str, set[str]]:
        """The levels with which names of a unit end, by its code."""
        found: dict[str, set[str]] = {}
        for name, code in self.names.items():
            if (last := name.rpartition(" ")[2]) in _KINDS_OF_PLACE:
                found.setdefault(code, set()).add(last)
        return found

    def _may_be_at(self, code: str, level: str) -> bool:
        """Against "Công an phường" for a unit that is "Công an huyện", also "Công an" for short."""
        levels = self.levels_of.get(code, set())
        return not level or not levels or level in levels

    def code_of(self, words: str) -> str | None:
        """The unit of that name, also without its level or place at the end."""
        folded = fold(words)
        found = self.names.get(folded) or self.spelt.get(_spelt(folded))
        if found:
            return found
        shorter, level = folded, ""
        while (head := shorter.rpartition(" ")) and head[2] in _LEVELS_FOLDED:
            shorter, level = head[0], head[2] if head[2] in _KINDS_OF_PLACE else level
            code = self.names.get(shorter) or self.spelt.get(_spelt(shorter))
            if code and self._may_be_at(code, level):
                return code
        return next(
            (
                self.names[f"{folded} {level}"]
                for level in _LEVELS_FOLDED
                if f"{folded} {level}" in self.names
            ),
            None,
        )


_OF_PEOPLE = (
    "Nhân viên",
    "Cộng tác viên",
    "Đảng viên",
    "Cán bộ",
    "Công chức",
    "Viên chức",
    "Đoàn viên",
    "Hội viên",
)
_KINDS_OF_PLACE = ("tinh", "huyen", "xa", "phuong")
_LEVELS_FOLDED = tuple(sorted({fold(level) for level in LEVELS}))


def _spelt(folded: str) -> str:
    return " ".join(ABBREVIATIONS.get(word, word) for word in folded.split())


def body_at(text: str, at: int, names: Names) -> int:
    """Where the name of the body that begins at `at` ends; `at` itself if none begins there."""
    if at and (text[at - 1].isalnum()):
        return at
    if found := patterns.PLURAL.match(text, at):
        return _apart_end(text, _extended(text, found.end()))
    if found := patterns.COMRADES.match(text, at):
        return _apart_end(text, _named_end(text, found.end(), is_closed=True))
    for pattern in (
        patterns.PEOPLE,
        patterns.OFFICE,
        patterns.OF_PLACES,
        patterns.OFFICER,
        patterns.STAFF,
        patterns.EACH_OF,
    ):
        if found := pattern.match(text, at):
            return _apart_end(text, found.end())
    if (end := _fields_end(text, at)) > at:
        return _qualified_end(text, end)
    known = _known_end(text, at, names)
    head = patterns.HEAD.match(text, at)
    if head is None:
        return known
    end = max(known, _named_end(text, head.end(), is_closed=head["head"] in CLOSED_HEADS))
    return _apart_end(text, end) if head["head"] in _OF_PEOPLE else end


def _fields_end(text: str, at: int) -> int:
    """Where a body of several fields that begins at `at` ends; `at` itself if none does."""
    found = patterns.FIELDS.match(text, at)
    return found.end() if found and all(map(_is_field, found.groups())) else at


def _is_field(words: str) -> bool:
    """A field of work, as "Hạ tầng"; no body of its own."""
    return words[:1].isupper() and words[1:].islower() and not patterns.HEAD.match(words)


def _extended(text: str, end: int) -> int:
    """The end of a list in the plural, with up to three words that lead to a verb."""
    if patterns.OF_TRADE.search(text[max(end - 20, 0) : end]) and (
        trade := patterns.TRADE.match(text, end)
    ):
        return trade.end()
    at = end
    for _ in range(4):
        found = patterns.WORD.match(text, at)
        if found is None or found[1] in STOPS:
            return end
        if is_verb_at(text, found.start(1)) or found[1] == "không":
            return at
        at = found.end()
    return end


def _apart_end(text: str, end: int) -> int:
    """`end`, or where the words end that say which ones are meant."""
    which = patterns.WHOSE.match(text, end) or patterns.WHICH.match(text, end)
    return which.end() if which else end


def _known_end(text: str, at: int, names: Names) -> int:
    """The end of the longest name of the directory that begins at `at` with a capital."""
    if not text[at : at + 1].isupper():
        return at
    end, words, best = at, [], at
    for _ in range(min(names.longest, _MOST_WORDS)):
        found = patterns.WORD.match(text, end)
        if not found:
            break
        end = found.end()
        words.append(found[1])
        if folded(" ".join(words)) in names.names:
            best = end
    return best


def _named_end(text: str, end: int, *, is_closed: bool) -> int:
    """The end of a proper name whose first words end at `end`."""
    for _ in range(_MOST_WORDS):
        found = patterns.WORD.match(text, end)
        if found is None:
            break
        start = found.start(1)
        if (last := _last_part_end(text, start)) > start:
            return last
        inner = patterns.HEAD.match(text, start)
        part = patterns.VERB_OF_NAME.match(text, start) or patterns.NUMBER.match(text, start)
        if part := part or patterns.NUMBER_OF_NAME.match(text, start):
            end = part.end()
        elif inner and inner["head"] not in ("Thôn", "thôn"):
            end, is_closed = inner.end(), inner["head"] in CLOSED_HEADS
        elif _is_of_name(text, found, is_closed=is_closed):
            end = found.end()
            # After its level only a name of a place goes on
            is_closed = is_closed or patterns.LEVEL.match(text, start) is not None
        else:
            break
    return _qualified_end(text, end)


def _last_part_end(text: str, at: int) -> int:
    """Where the part ends with which a name does, as "các xã có rừng"; `at` itself if none does."""
    if places := patterns.OF_NOUNS.match(text, at):
        which = patterns.WHICH.match(text, places.end())
        return which.end() if which else _extended(text, places.end())
    end = _fields_end(text, at)
    return _qualified_end(text, end) if end > at else at


def _qualified_end(text: str, end: int) -> int:
    """`end` without a dash that leads on, and after words such as "trực thuộc Đảng ủy"."""
    end = end - 2 if text.endswith((" -", " –"), 0, end) else end
    qualified = patterns.QUALIFIED.match(text, end)
    end = qualified.end() if qualified else end
    is_place = patterns.PLACE_BEFORE.search(text[max(end - 40, 0) : end])
    more = patterns.MORE_PLACES.match(text, end) if is_place else None
    return more.end() if more else end


def _is_of_name(text: str, found: re.Match[str], *, is_closed: bool) -> bool:
    """Whether a word may be within a name: a capital, a level, or a noun of an open name."""
    word = found[1]
    if word == "và":
        return not is_closed and _goes_on(text, found.end())
    if word in ("-", "–"):
        return not is_closed
    if word[:1].isupper() or _is_level(text, found):
        return not (is_closed and word in ("Kế", "Chương"))
    if is_closed or not word[:1].islower() or word in STOPS:
        return False
    return not is_verb_at(text, found.start(1)) or _is_second_syllable(text, found)


def _is_level(text: str, found: re.Match[str]) -> bool:
    """Whether a word is a level, and no verb as "thành lập" or "cấp" of "cấp, đổi thẻ"."""
    if found[1] not in LEVELS:
        return False
    if found[1] == "cấp" and not patterns.OF_LEVEL.match(text, found.end()):
        return False
    verb = VERB.match(text, found.start(1))
    return verb is None or " " not in verb[0]


def _is_second_syllable(text: str, found: re.Match[str]) -> bool:
    """Whether a verb of one syllable ends a word of the name, as in "Sở Giáo dục và Đào tạo"."""
    verb = VERB.match(text, found.start(1))
    before = text[max(found.start() - 40, 0) : found.start()].rstrip()
    last = before.rpartition(" ")[2]
    is_one = verb is not None and " " not in verb[0]
    # "Đảng" and "Nam" end names
    is_first = last.istitle() and last not in ("Đảng", "Nam")
    return is_one and is_first and not patterns.PLACE_BEFORE.search(before)


def _goes_on(text: str, at: int) -> bool:
    """Whether "và" is part of a name, as in "Phòng Giáo dục và Đào tạo"."""
    rest = text[at:].lstrip()
    is_new = (
        patterns.HEAD.match(rest)
        or patterns.PLURAL.match(rest)
        or rest.startswith(("các ", "Các "))
    )
    return not is_new and not is_verb_at(rest) and rest[:1].isupper()


def list_at(text: str, at: int, names: Names) -> tuple[list[str], int]:
    """The bodies of the list that begins at `at`, and where it ends."""
    found: list[str] = []
    end = at
    while True:
        leaders = patterns.LEADERS.match(text, end) if found else None
        begin = leaders.end() if leaders else end
        stop = body_at(text, begin, names)
        if stop == begin:
            break
        found.append(text[end:stop].strip(" ,;"))
        at = stop
        if patterns.PERSON.match(found[-1]) and (end := _post_end(text, stop, names)) > stop:
            # Who somebody is: "đồng chí Nguyễn Thị Mai, Phó Chủ tịch UBND xã"
            at = end
            found[-1] = text[text.rindex(found[-1], 0, stop) : at].strip(" ,;")
        joint = patterns.AND.match(text, at)
        if joint is None:
            break
        end = joint.end()
    return found, at


def _post_end(text: str, at: int, names: Names) -> int:
    """Where the post of the person ends whose name ends at `at`; `at` itself if none follows."""
    post = patterns.POST_OF_PERSON.match(text, at)
    if post is None:
        return at
    begin = post.start("post")
    return max(body_at(text, begin, names), _named_end(text, post.end(), is_closed=False))
