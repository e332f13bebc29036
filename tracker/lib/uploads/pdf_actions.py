"""Refusal of PDF files that run something, send something or lead to a shared folder.

Links that a reader has to click are ordinary if they lead to a web or mail address, or to a place
in the same document.
"""

import re
from collections.abc import Iterator

import pikepdf

from tracker.lib.refusal import Refused

_RUNNING = frozenset({"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/RichMediaExecute"})
_SENDING = frozenset({"/SubmitForm"})
_LEAVING = frozenset({"/URI", "/GoToR", "/Thread"})
_CLICKABLE = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[\\/]{2}", re.IGNORECASE)
_LONGEST_CHAIN = 10_000

Holder = pikepdf.Dictionary | pikepdf.Stream


def refuse(pdf: pikepdf.Pdf, *, name: str) -> None:
    """Raise Refused for scripts, sending, hidden addresses, and embedded files."""
    for one in _dictionaries(pdf):
        for is_found, words in _REFUSED:
            if is_found(one):
                raise Refused(f"Tệp “{name}” {words}")


def name_of(value: object) -> str:
    """A name as text; empty if it is not UTF-8, as from old Vietnamese programs."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return ""


def _leads_elsewhere(action: Holder) -> bool:
    """Whether a clicked action leads to a folder or a program instead of a web address."""
    if name_of(action.get("/S")) == "/URI":
        target = name_of(action.get("/URI")).strip()
        return bool(_ELSEWHERE.match(target)) and not _CLICKABLE.match(target)
    return any(_ELSEWHERE.match(target.strip()) for target in _files_of(action.get("/F")))


def _files_of(spec: pikepdf.Object | None) -> Iterator[str]:
    """The file names of a file specification, which may be a text or a dictionary."""
    if isinstance(spec, pikepdf.Dictionary):
        for key in ("/F", "/UF", "/DOS", "/Unix", "/Mac"):
            if key in spec:
                yield name_of(spec[key])
    elif spec is not None:
        yield name_of(spec)


def _acts_on_opening(one: Holder) -> bool:
    """Whether an automatic action of the document, a page or a field leaves the document."""
    starts = [one.get("/OpenAction")] if "/OpenAction" in one else []
    triggers = one.get("/AA")
    if isinstance(triggers, pikepdf.Dictionary):
        starts += list(triggers.values())
    pending, num_seen = starts, 0
    while pending and num_seen < _LONGEST_CHAIN:
        action = pending.pop()
        num_seen += 1
        if isinstance(action, pikepdf.Array):
            pending += [item for item in action if isinstance(item, pikepdf.Dictionary)]
        elif isinstance(action, pikepdf.Dictionary):
            if name_of(action.get("/S")) in _LEAVING:
                return True
            pending.append(action.get("/Next"))
    return num_seen == _LONGEST_CHAIN


def _runs(one: Holder) -> bool:
    return "/JS" in one or "/XFA" in one or name_of(one.get("/S")) in _RUNNING


def _holds_a_file(one: Holder) -> bool:
    return name_of(one.get("/Type")) == "/EmbeddedFile" or "/EF" in one


def _sends(one: Holder) -> bool:
    return name_of(one.get("/S")) in _SENDING


def _leaves(one: Holder) -> bool:
    return name_of(one.get("/S")) in _LEAVING and _leads_elsewhere(one)


def _is_kept_elsewhere(one: Holder) -> bool:
    return isinstance(one, pikepdf.Stream) and "/F" in one


_REPRINT = "Hãy in lại thành PDF thường."
# What is asked of each dictionary, and what the sentence says of the file
_REFUSED = (
    (_runs, f"chứa mã lệnh tự chạy. {_REPRINT}"),
    (_holds_a_file, "có tệp khác bên trong. Hãy gửi riêng từng tệp."),
    (_sends, f"có nút gửi dữ liệu đi nơi khác. {_REPRINT}"),
    (
        _leaves,
        (
            "có liên kết tới thư mục trên máy hoặc máy chủ khác. "
            "Hãy gỡ liên kết đó hoặc in lại thành PDF thường."
        ),
    ),
    (_acts_on_opening, f"tự mở địa chỉ hoặc tệp khác khi xem. {_REPRINT}"),
    (_is_kept_elsewhere, f"có phần nội dung nằm ở tệp khác. {_REPRINT}"),
)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Holder]:
    """All dictionaries, including nested ones."""
    pending: list[pikepdf.Object] = list(pdf.objects)
    while pending:
        item = pending.pop()
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            inner = list(item.values())
        else:
            inner = list(item) if isinstance(item, pikepdf.Array) else []
        pending += [
            one
            for one in inner
            if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect
        ]
