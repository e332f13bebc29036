"""What scanners, typists and old programs do to a text. Each is the same at each run."""

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable

from tracker.lib.legacy.tables import DECODE, TCVN3, VNI

WIDTH = 76
LINES_A_PAGE = 32
_SLIPS = {
    "Kế hoạch": "Kê hoạch", "kế hoạch": "kê hoạch", "phối hợp": "phôi hợp", "chủ trì": "chủ tri",
    "nhiệm vụ": "nhiệm vu", "hoàn thành": "hòan thành", "trách nhiệm": "trách nhiêm",
    "thực hiện": "thưc hiện", "tổ chức": "tô chức", "Ủy ban": "Uy ban",
}  # fmt: skip


def decomposed(text: str) -> str:
    """Letters and marks apart, and the line ends of Windows."""
    return unicodedata.normalize("NFD", text).replace("\n", "\r\n")


def broken(text: str) -> str:
    """Lines of one width without blank ones between them, and page numbers among them."""
    head, title, rest = _parted(text)
    body, foot = _before_foot(rest)
    lines: list[str] = []
    for paragraph in body.split("\n"):
        if not paragraph.strip():
            continue
        is_row = "\t" in paragraph
        lines += (
            [paragraph]
            if is_row
            else textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
        )
    paged: list[str] = []
    for at, line in enumerate(lines, 1):
        paged.append(line)
        if at % LINES_A_PAGE == 0:
            paged += ["", str(at // LINES_A_PAGE + 1), ""]
    return f"{head}{title}" + "\n".join(paged) + f"\n{foot}"


def scanned(text: str) -> str:
    """Digits read as letters, and marks lost in words."""
    chance = random.Random(len(text))

    def digits(found: re.Match[str]) -> str:
        if chance.random() < 0.7:
            return found[0]
        return found[0].replace("1", "l", 1).replace("0", "O", 1)

    spoilt = re.sub(r"(?<=[/\s])\d{2,4}(?=[/\s.,;%])", digits, text)
    for right, wrong in _SLIPS.items():
        spoilt = re.sub(
            right, lambda found, wrong=wrong: wrong if chance.random() < 0.2 else found[0], spoilt
        )
    return spoilt


def in_tcvn3(text: str) -> str:
    return _encoded(text, TCVN3)


def in_vni(text: str) -> str:
    return _encoded(text, VNI)


NOISES: dict[str, Callable[[str], str]] = {
    "nfd": decomposed,
    "broken": broken,
    "ocr": scanned,
    "tcvn3": in_tcvn3,
    "vni": in_vni,
}


def _parted(text: str) -> tuple[str, str, str]:
    """The head, the line of the title, and the rest."""
    found = re.search(r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH[^\n]*|KẾT LUẬN)\n", text, re.MULTILINE)
    return (text[: found.start()], found[0], text[found.end() :]) if found else ("", "", text)


def _before_foot(text: str) -> tuple[str, str]:
    at = text.find("Nơi nhận")
    return (text[:at], text[at:]) if at >= 0 else (text, "")


def _encoded(text: str, encoding: str) -> str:
    codes = _codes(encoding)
    # Old fonts have no capital Ủ of the small font, so that people write Uỷ
    spelt = text.replace("Ủy", "Uỷ")
    return "".join(codes.get(letter, codes.get(letter.lower(), letter)) for letter in spelt)


def _codes(encoding: str) -> dict[str, str]:
    """The signs of each letter that the encoding has."""
    decode = DECODE[encoding]
    signs = [chr(code) for code in range(0xA1, 0x100)]
    if encoding == VNI:
        letters = "aAeEiIoOuUyYôÔöÖdD"
        signs = [first + mark for first in ["", *letters] for mark in signs]
    return {decode(sign): sign for sign in reversed(signs) if decode(sign) != sign}
