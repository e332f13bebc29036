"""What a downloaded review is called."""

import re

from reporting.models import Report, ReportKind
from tracker.lib.text import fold

KIND_WORDS = {
    ReportKind.PERIODIC: "bao-cao-dinh-ky",
    ReportKind.INTERIM: "bao-cao-so-ket",
    ReportKind.FINAL: "bao-cao-tong-ket",
}


def file_name(report: Report) -> str:
    """ "bao-cao-so-ket-126-KH-HU-2026-06-30.pdf": letters any system can store.

    The day is the cut-off day; a draft says so, an issued paper tells its number too.
    """
    plan = re.sub(r"[^A-Za-z0-9]+", "-", _plain(report.plan.number)).strip("-")
    words = [KIND_WORDS[ReportKind(report.kind)], plan, report.cutoff_on.isoformat()]
    if report.is_issued:
        words.append("so-" + re.sub(r"[^A-Za-z0-9]+", "-", _plain(report.number)).strip("-"))
    else:
        words.append(f"du-thao-{report.draft_number}")
    return "-".join(words) + ".pdf"


def _plain(number: str) -> str:
    """NUMBER without accents; its capitals stay, for they are its meaning."""
    return "".join(letter if letter.isascii() else fold(letter).upper() for letter in number)
