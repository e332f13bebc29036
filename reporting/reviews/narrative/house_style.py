"""The house style of generated sentences: how the office writes counts, names and changes.

Every function returns runs, and none where there is nothing to say: no sentence speaks of zeros.
Numbers below ten take a zero, "05 đơn vị", as in papers of the Party.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reporting.papers.blocks import Run, Runs, text_of
from reporting.papers.ranges import range_in_text
from reporting.papers.sentences import Part, in_digits, joined, listed, runs_of, sentence
from reporting.reviews.schema import FrozenPeriod
from tracker.lib.template_tags import decimal

# Units of which a list names several together: by body, if they are of a place, and kind
OF_KIND = re.compile(
    r"((?:Đảng (?:ủy|uỷ|bộ)|Chi bộ|(?:Ủy|Uỷ) ban nhân dân|UBND|Hội đồng nhân dân|HĐND) )?"
    r"(xã|phường|thị trấn|phòng|sở) ",
    re.IGNORECASE,
)
# First words of a title that keep their capital within a sentence
PROPER = (
    *("Mặt trận", "Đảng ", "Đoàn ", "Hội ", "Hội đồng", "Ủy ban", "Văn phòng", "Huyện ủy"),
    *("Tỉnh ủy", "Nhân dân", "Nhà nước", "Chính phủ", "Thủ tướng", "Trung ương", "Quốc hội"),
)
# Paragraphs with the names by which their blocks are known
Told = list[tuple[str, Runs]]


@dataclass(frozen=True)
class Count:
    """A number and its place in the snapshot; without a place it is not shown alone."""

    value: int
    place: str = ""

    @property
    def run(self) -> Run:
        return Run(in_digits(self.value), figure=self.place)

    @property
    def plain_run(self) -> Run:
        """The number as tables write it, without a zero before it."""
        return Run(decimal(self.value), figure=self.place)

    def __bool__(self) -> bool:
        return self.value != 0


def counted(number: Count, noun: str) -> Runs:
    """ "05 đơn vị"; nothing for zero."""
    return sentence("{} {}", number.run, noun) if number else ()


def counted_as(words: str, number: Count) -> Runs:
    """ "quá hạn 05"; nothing for zero."""
    return sentence("{} {}", words, number.run) if number else ()


def share(part: Count, whole: Count, noun: str) -> Runs:
    """ "03/05 đơn vị", "cả 05 đơn vị" or "chưa có đơn vị nào"; nothing of nothing."""
    if not whole:
        return ()
    if not part:
        return runs_of(f"chưa có {noun} nào")
    if part.value == whole.value > 1:
        return sentence("cả {} {}", part.run, noun)
    return sentence("{}/{} {}", part.run, whole.run, noun)


def names(shown: Sequence[str], others: Count | None = None, noun: str = "đơn vị") -> Runs:
    """ "A", "A và B", "A, B và C"; with `others` left out: "A, B và 04 đơn vị khác".

    Units of one kind are named together, where the first of them stands. Semicolons keep several
    kinds apart, and names with a comma of their own.
    """
    within_kind = ", ".join if others else _listed
    parts = [_of_kind(kind, own, within_kind) for kind, own in _by_kind(shown)]
    if not parts:
        return ()
    is_mixed = any("," in name for name in shown) or 1 < len(parts) < len(shown)
    if others:
        between = "; " if is_mixed else ", "
        return sentence("{} và {} {} khác", between.join(parts), others.run, noun)
    return runs_of("; ".join(parts) if is_mixed else _listed(parts))


def _by_kind(shown: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The names by "các xã", "Ủy ban nhân dân các xã"; those of no kind one by one."""
    found: list[tuple[str, list[str]]] = []
    known: dict[str, list[str]] = {}
    for name in shown:
        matched = None if "," in name else OF_KIND.match(name)
        kind = f"{matched[1] or ''}các {matched[2].lower()}" if matched else ""
        if kind in known:
            known[kind].append(name)
            continue
        found.append((kind, [name]))
        if kind:
            known[kind] = found[-1][1]
    return found


def _of_kind(kind: str, own: Sequence[str], joined: Callable[[Sequence[str]], str]) -> str:
    """ "các xã Hải An, Hải Ba và Hải Chánh"; one alone by its whole name."""
    if len(own) == 1:
        return own[0]
    return f"{kind} {joined([OF_KIND.sub('', name, count=1) for name in own])}"


def _listed(parts: Sequence[str]) -> str:
    """ "A, B và C"; no "và" where one of them has its own."""
    last = ", " if any(" và " in part for part in parts) else " và "
    return last.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def change(difference: Count, basis: str, noun: str = "") -> Runs:
    """ "tăng 05 so với kỳ trước", "giảm 02 đơn vị so với …" or "bằng kỳ trước".

    `difference` is negative for a fall; `basis` is "kỳ trước" or "cùng kỳ".
    """
    if not difference:
        return runs_of(f"bằng {basis}")
    word = "tăng" if difference.value > 0 else "giảm"
    size = replace(difference.run, text=in_digits(abs(difference.value)))
    return sentence("{} {}{} so với {}", word, size, f" {noun}" if noun else "", basis)


def in_brackets(part: Part) -> Runs:
    """ " (…)"; nothing around nothing."""
    runs = runs_of(part)
    return sentence(" ({})", runs) if text_of(runs) else ()


def clauses(parts: Iterable[Part], between: str = "; ") -> Runs:
    """Those of `parts` that say something, with `between` in the gaps."""
    return listed((part for part in map(runs_of, parts) if text_of(part)), between)


def full(*parts: Part) -> Runs:
    """A sentence of clauses: a capital at its beginning, a full stop at its end."""
    runs = clauses(parts)
    if not runs:
        return ()
    first = replace(runs[0], text=capital(runs[0].text))
    ending = "" if text_of(runs).endswith((".", "!", "?", "…")) else "."
    return joined((first, *runs[1:], Run(ending)))


def paragraph(*sentences: Runs) -> Runs:
    """Sentences one after the other."""
    return clauses(sentences, " ")


def with_words(*paragraphs: tuple[str, Runs]) -> Told:
    """The named paragraphs that say something."""
    return [(name, runs) for name, runs in paragraphs if text_of(runs)]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A title within a sentence: without its full stop, and small where it begins with a word.

    An abbreviation keeps its capitals, and so does a name: its second word has one, or it is known.
    """
    text = text.strip().rstrip(".;,")
    words = text.split(maxsplit=2)
    is_name = text.startswith(PROPER) or (len(words) > 1 and words[1][:1].isupper())
    is_short = bool(words) and len(words[0]) > 1 and words[0].isupper()
    return text if is_name or is_short else text[:1].lower() + text[1:]


def span(periods: Sequence[FrozenPeriod]) -> str:
    """The time of these periods, in their order: "năm 2026", "từ Quý 4/2025 đến Quý 2/2026"."""
    days = [date.fromisoformat(row[key]) for row in periods for key in ("data_from", "data_to")]
    return range_in_text((periods[0]["name"], periods[-1]["name"]), (min(days), max(days)))
