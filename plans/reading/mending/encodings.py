"""Text in TCVN3 or VNI: a document is in one encoding, also where a line is too short to tell.

Lines with letters that only Unicode has stay as they are.
"""

import re
from collections import Counter
from collections.abc import Sequence

from tracker.lib import legacy

_LEAST_LINES = 3
_LEAST_SHARE = 0.3
_LATIN = re.compile(r"[\u00a1-\u00ff]")
_UNICODE_ONLY = re.compile(r"[\u0102-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")
_CODES = {name: code for code, name in legacy.NAMES.items()}
_SHORT = re.compile(r"(?<!\w)[^\W\d_]{2,4}(?!\w)(?= ([^\W\d_]+))")


def of_most(lines: Sequence[str]) -> str:
    """The old encoding in which a good part of the accented lines is written; empty if none."""
    accented = [line for line in lines if _LATIN.search(line) or _UNICODE_ONLY.search(line)]
    found = (legacy.found_in(line) for line in accented)
    names = Counter(each.name for each in found if each is not None)
    if not names:
        return ""
    name, num_lines = names.most_common(1)[0]
    is_most = num_lines >= min(_LEAST_LINES, len(accented))
    return _CODES[name] if is_most and num_lines >= _LEAST_SHARE * len(accented) else ""


def in_unicode(text: str, encoding: str) -> str:
    """`text` as `encoding` or, where it is empty, as found in the text alone."""
    found = legacy.found_in(text)
    if found is not None:
        return _with_small_letters(found.text)
    if encoding and _LATIN.search(text) and not _UNICODE_ONLY.search(text):
        return _with_small_letters(legacy.decoded(text, encoding))
    return text


def _with_small_letters(text: str) -> str:
    """Old fonts have few capitals: "KÕ ho¹ch" is no "KẾ hoạch"."""

    def small(found: re.Match[str]) -> str:
        word = found[0]
        is_short = word.isupper() and sum(letter.isascii() for letter in word) == 1
        return word.capitalize() if is_short and not found[1].isupper() else word

    return _SHORT.sub(small, text)
