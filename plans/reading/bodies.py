"""Names of bodies in a text: one at a place, and lists of them."""

import re
from collections.abc import Mapping
from functools import cached_property

from plans.reading.vocabulary import (
    BODY_HEADS,
    CAPITALS,
    CLOSED_HEADS,
    LETTERS,
    LEVELS,
    NO_BODY,
    PLURALS,
    STOPS,
    VERB,
    alternatives,
    folded,
    is_verb_at,
)
from tracker.lib.text import ABBREVIATIONS, fold

_MOST_WORDS = 14
_NOUN = rf"(?:{alternatives(PLURALS)})(?![{LETTERS}])"
# Those that follow a noun without a comma; "tổ chức" and "ban" would begin a verb
_NEXT_NOUN = (
    r"(?:chi ủy|chi bộ|đảng ủy|đảng bộ|cấp ủy|ngành|đơn vị|đoàn thể|địa phương|chi hội|chi đoàn)"
    rf"(?![{LETTERS}])"
)
_OF_ALL = (
    r"(?:(?:[Tt]ất cả |[Cc]ấp ủy |[Tt]hủ trưởng |[Nn]gười đứng đầu |[Ll]ãnh đạo "
    r"|[Tt]rưởng )?[Cc]ác(?=\s)"
    r"|[Cc]ấp ủy(?=,? chính quyền)|[Cc]ấp ủy(?= các cấp))"
)
_PLACES = r"(?:huyện|xã|tỉnh|phường|quận|thành phố|thị xã)"
_QUALIFIER = (
    r"(?:\s(?:trực thuộc|cơ sở|sự nghiệp|hành chính|tiểu học|mầm non|phổ thông|thành viên|các cấp"
    r"|có liên quan|liên quan|còn lại|cấp (?:xã|huyện|tỉnh|trên|cơ sở)|chuyên môn|công lập"
    r"|(?:thuộc\s|của\s|trong\s)?(?:UBND|Ủy ban nhân dân|Đảng ủy|Huyện ủy|Quận ủy|Thành ủy"
    rf"|Tỉnh ủy|Đảng bộ|Đảng|HĐND|Sở|Ban)(?:\s{_PLACES})?"
    rf"|(?:của\s)?{_PLACES}|trên địa bàn(?:\s{_PLACES})?)(?![{LETTERS}])"
    r"|,\s(?:tiểu học|mầm non|trung học cơ sở|THCS|THPT)(?=[\s,;.)]))*"
)
_PLURAL = re.compile(
    rf"{_OF_ALL}(?:,? chính quyền(?: các cấp)?| các cấp|\s{_NOUN}"
    rf"(?:\s*,\s*(?:các )?{_NOUN}|\s{_NEXT_NOUN})*(?:\s+và\s+(?:các )?{_NOUN})?){_QUALIFIER}"
)
_HEAD = re.compile(rf"{NO_BODY}(?P<head>{alternatives(BODY_HEADS)})(?![{LETTERS}])")
# Words that begin names, and none of them: "Chánh Văn phòng"
HEADS = re.compile(rf"(?:(?:{alternatives(BODY_HEADS)})(?:\s+|$))+")
_STAFF = re.compile(
    r"(?:Cán bộ|cán bộ)(?:, (?:đảng viên|công chức|viên chức|người lao động)"
    r"| lãnh đạo, quản lý(?: các cấp)?)+"
)
# Verbs within names, as in "Trung tâm Dịch vụ tổng hợp xã"
_VERB_OF_NAME = re.compile(
    r"(?:(?:(?<=vụ )|(?<=[Tt]ổ )|(?<=phận ))tổng hợp"
    r"(?= (?:xã|huyện|tỉnh|phường|chủ trì|phối hợp)|[,;.)]|$)|quản lý dự án"
    r"|phát triển (?:quỹ đất|nông thôn)"
    r"|tiếp nhận và trả kết quả|kiểm soát bệnh tật|đăng ký đất đai|giới thiệu việc làm"
    r"|hỗ trợ (?:pháp lý|nông dân)|phục vụ hành chính công|(?<=trật )tự"
    r"|(?:(?<=[Tt]ổ )|(?<=tâm )|(?<=[Bb]an )|(?<=Phòng ))điều hành)"
)
# One body of several fields, as in "Phòng Kinh tế, Hạ tầng và Đô thị"
_FIELDS = re.compile(r"(?:Phòng|Sở|Trung tâm) (\w+(?: \w+){0,2}), (\w+(?: \w+){0,2}) và (\w+ \w+)")
_PERSON = re.compile(rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)(?: [{CAPITALS}]\w*){{2,5}}$")
_POST = re.compile(r"(?:Phó |Q\. )?(?:Chủ tịch|Bí thư|Trưởng|Chánh|Giám đốc|Chủ nhiệm|Ủy viên)\b")
_NUMBER = re.compile(r"(?:số |(?<=Đề án ))\d{1,3}(?!\d)")
_LEVEL = re.compile(r"(?:huyện|xã(?! hội)|tỉnh|phường|quận)(?!\w)")
_QUALIFIED = re.compile(_QUALIFIER)
_PLACE_BEFORE = re.compile(r"(?:thôn|xã|phường|bản|ấp|phố|trấn|buôn)(?: [A-ZÀ-ỸĐ]\w*)+$")
# As in "Ban Chỉ huy Phòng thủ khu vực 3", "Đồn Biên phòng 225"
_NUMBER_OF_NAME = re.compile(r"(?:(?<=khu vực )|(?<=[Bb]iên phòng ))\d{1,3}(?![\d/.])")
_MORE_PLACES = re.compile(rf"(?:\s*(?:,|và)\s+(?:thôn|bản|ấp|buôn)(?: [{CAPITALS}]\w*)+)+(?!\w)")
_OF_NOUNS = re.compile(rf"các {_NOUN}(?:\s*,\s*{_NOUN})*(?:\s+và\s+{_NOUN})?{_QUALIFIER}")
_OFFICE = re.compile(
    r"(?:Văn phòng|VP) (?:HĐND|Hội đồng nhân dân) (?:và|-|&) (?:UBND|Ủy ban nhân dân)(?: (?:xã"
    r"|huyện|tỉnh|phường|thành phố))?"
    r"|Báo và (?:Đài )?[Pp]hát thanh(?:,| -| và)? [Tt]ruyền hình(?: tỉnh| thành phố)?"
)
_EACH_OF = re.compile(
    r"[Mm]ỗi (?:đảng ủy viên|cấp ủy viên|đảng viên|cán bộ(?:, đảng viên)?|cơ quan(?:, đơn vị)?"
    rf"|đơn vị|thôn|tổ dân phố|chi hội|chi đoàn|xã|phường|đoàn thể|địa phương)(?![{LETTERS}])"
)
_OFFICER = re.compile(
    r"(?:[Cc]huyên viên|[Cc]ông chức|[Vv]iên chức|[Cc]án bộ|Ủy viên Ban Chấp hành|[Đđ]ảng ủy viên)"
    rf" phụ trách(?:\s[{LETTERS}]+){{1,5}}?(?=\s*[:,(]|\s(?:{VERB.pattern}))"
    r"|[Cc]ông chức (?:Tư pháp - Hộ tịch|Văn hóa - Xã hội|Văn phòng - Thống kê|Tài chính - Kế toán)"
)
_COMRADES = re.compile(
    r"[Cc]ác (?:đồng chí|ông, bà)\s+(?=[A-ZÀ-ỸĐ]|thành viên|ủy viên|cấp ủy viên|bí thư)"
)
_OF_PLACES = re.compile(
    rf"(?:UBND|Ủy ban nhân dân|Đảng ủy|HĐND|Mặt trận|MTTQ|Công an|Đảng bộ|Chi bộ"
    rf"|Ban công tác Mặt trận|Trưởng)"
    rf" (?:các )?{_NOUN}(?:\s*,\s*{_NOUN})*(?:\s+và\s+{_NOUN})?{_QUALIFIER}"
    # "Ủy ban nhân dân xã" of a place with a name is one body
    rf"(?!\s[{CAPITALS}])"
)
_WORD = re.compile(r"\s*([^\s,;:.()“”\"…]+(?:\.(?=\w))?)")
_AND = re.compile(r"\s*(?:,\s*và|;\s*và|,|;|và|cùng(?: với)?|&|/)\s+", re.IGNORECASE)


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


_KINDS_OF_PLACE = ("tinh", "huyen", "xa", "phuong")
_LEVELS_FOLDED = tuple(sorted({fold(level) for level in LEVELS}))


def _spelt(folded: str) -> str:
    return " ".join(ABBREVIATIONS.get(word, word) for word in folded.split())


def body_at(text: str, at: int, names: Names) -> int:
    """Where the name of the body that begins at `at` ends; `at` itself if none begins there."""
    if at and (text[at - 1].isalnum()):
        return at
    if found := _PLURAL.match(text, at):
        return _extended(text, found.end())
    if found := _COMRADES.match(text, at):
        return _named_end(text, found.end(), is_closed=True)
    for pattern in (_OFFICE, _OF_PLACES, _OFFICER, _STAFF, _EACH_OF):
        if found := pattern.match(text, at):
            return found.end()
    if (found := _FIELDS.match(text, at)) and all(map(_is_field, found.groups())):
        return _qualified_end(text, found.end())
    known = _known_end(text, at, names)
    head = _HEAD.match(text, at)
    if head is None:
        return known
    return max(known, _named_end(text, head.end(), is_closed=head["head"] in CLOSED_HEADS))


def _is_field(words: str) -> bool:
    """A field of work, as "Hạ tầng"; no body of its own."""
    return words[:1].isupper() and words[1:].islower() and not _HEAD.match(words)


def _extended(text: str, end: int) -> int:
    """The end of a list in the plural, with up to three words that lead to a verb."""
    at = end
    for _ in range(4):
        found = _WORD.match(text, at)
        if found is None or found[1] in STOPS:
            return end
        if is_verb_at(text, found.start(1)) or found[1] == "không":
            return at
        at = found.end()
    return end


def _known_end(text: str, at: int, names: Names) -> int:
    """The end of the longest name of the directory that begins at `at` with a capital."""
    if not text[at : at + 1].isupper():
        return at
    end, words, best = at, [], at
    for _ in range(min(names.longest, _MOST_WORDS)):
        found = _WORD.match(text, end)
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
        found = _WORD.match(text, end)
        if found is None:
            break
        start = found.start(1)
        if places := _OF_NOUNS.match(text, start):
            return places.end()
        inner = _HEAD.match(text, start)
        part = _VERB_OF_NAME.match(text, start) or _NUMBER.match(text, start)
        if part := part or _NUMBER_OF_NAME.match(text, start):
            end = part.end()
        elif inner and inner["head"] not in ("Thôn", "thôn"):
            end, is_closed = inner.end(), inner["head"] in CLOSED_HEADS
        elif _is_of_name(text, found, is_closed=is_closed):
            end = found.end()
            # After its level only a name of a place goes on
            is_closed = is_closed or _LEVEL.match(text, start) is not None
        else:
            break
    return _qualified_end(text, end)


def _qualified_end(text: str, end: int) -> int:
    """`end` without a dash that leads on, and after words such as "trực thuộc Đảng ủy"."""
    end = end - 2 if text.endswith((" -", " –"), 0, end) else end
    qualified = _QUALIFIED.match(text, end)
    end = qualified.end() if qualified else end
    is_place = _PLACE_BEFORE.search(text[max(end - 40, 0) : end])
    more = _MORE_PLACES.match(text, end) if is_place else None
    return more.end() if more else end


def _is_of_name(text: str, found: re.Match[str], *, is_closed: bool) -> bool:
    """Whether a word may be within a name: a capital, a level, or a noun of an open name."""
    word = found[1]
    if word == "và":
        return not is_closed and _goes_on(text, found.end())
    if word in ("-", "–"):
        return not is_closed
    if word[:1].isupper() or (word in LEVELS and not _begins_verb(text, found.start(1))):
        return not (is_closed and word in ("Kế", "Chương"))
    if is_closed or not word[:1].islower() or word in STOPS:
        return False
    return not is_verb_at(text, found.start(1)) or _is_second_syllable(text, found)


def _begins_verb(text: str, at: int) -> bool:
    """Whether a level is only the first syllable of a verb, as "thành" of "thành lập"."""
    verb = VERB.match(text, at)
    return verb is not None and " " in verb[0]


def _is_second_syllable(text: str, found: re.Match[str]) -> bool:
    """Whether a verb of one syllable ends a word of the name, as in "Sở Giáo dục và Đào tạo"."""
    verb = VERB.match(text, found.start(1))
    before = text[max(found.start() - 40, 0) : found.start()].rstrip()
    last = before.rpartition(" ")[2]
    is_one = verb is not None and " " not in verb[0]
    return is_one and last.istitle() and not _PLACE_BEFORE.search(before)


def _goes_on(text: str, at: int) -> bool:
    """Whether "và" is part of a name, as in "Phòng Giáo dục và Đào tạo"."""
    rest = text[at:].lstrip()
    is_new = _HEAD.match(rest) or _PLURAL.match(rest) or rest.startswith(("các ", "Các "))
    return not is_new and not is_verb_at(rest) and rest[:1].isupper()


def list_at(text: str, at: int, names: Names) -> tuple[list[str], int]:
    """The bodies of the list that begins at `at`, and where it ends."""
    found: list[str] = []
    end = at
    while True:
        stop = body_at(text, end, names)
        if stop == end:
            break
        found.append(text[end:stop].strip(" ,;"))
        at = stop
        joint = _AND.match(text, stop)
        if joint is None:
            break
        end = joint.end()
        # Who somebody is: "đồng chí Nguyễn Thị Mai, Phó Chủ tịch UBND xã"
        if _PERSON.match(found[-1]) and _POST.match(text, end):
            at = max(body_at(text, end, names), stop)
            found[-1] = text[text.rindex(found[-1], 0, stop) : at].strip(" ,;")
            joint = _AND.match(text, at)
            if joint is None:
                break
            end = joint.end()
    return found, at
