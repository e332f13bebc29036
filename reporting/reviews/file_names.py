"""File names of downloaded reviews."""

import re

from reporting.models import Review, ReviewKind
from tracker.lib.text import fold

KIND_WORDS = {
    ReviewKind.PERIODIC: "bao-cao-dinh-ky",
    ReviewKind.INTERIM: "bao-cao-so-ket",
    ReviewKind.FINAL: "bao-cao-tong-ket",
}


def file_name(review: Review, ending: str = ".pdf", *, draft: int | None = None) -> str:
    """ "bao-cao-so-ket-15-KH-DU-2026-06-30.pdf": letters any system can store.

    The day is the cut-off day; a draft has its draft number, an issued paper its number. `draft`
    is the number of a former draft.
    """
    plan = re.sub(r"[^A-Za-z0-9]+", "-", _plain(review.plan.number)).strip("-")
    words = [KIND_WORDS[ReviewKind(review.kind)], plan, review.cutoff_on.isoformat()]
    if review.is_issued and draft is None:
        words.append("so-" + re.sub(r"[^A-Za-z0-9]+", "-", _plain(review.number)).strip("-"))
    else:
        words.append(f"du-thao-{draft or review.draft_number}")
    return "-".join(words) + ending


def _plain(number: str) -> str:
    """`number` without accents; capitals stay, because they carry meaning."""
    return "".join(letter if letter.isascii() else fold(letter).upper() for letter in number)
