"""Refusal of Word and Excel files that would fetch or run something when they are opened.

Links in the text that a reader has to click are ordinary if they lead to a web or mail address;
links to a local or shared folder are refused, because following one sends the log-in of Windows.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from tracker.lib.refusal import Refused

MAX_RELATIONS = 5 * 1024 * 1024
SAVE_AS_PDF = "hoặc lưu thành PDF rồi tải lên"

_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_MAIN = re.compile(r"/?(?:word|xl)/", re.IGNORECASE)
_CLICKABLE = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)
# Field codes double each backslash
_FOLDER = re.compile(r"file:|[\\/]{2}|[a-z]:[\\/]", re.IGNORECASE)
_FIELD_TEXT = re.compile(r"<(?:[\w.-]+:)?(?:instrText|delInstrText)\b[^<>]*>([^<]*)")
_FIELD_START = re.compile(r'fldCharType\s*=\s*["\']begin["\']')
_SIMPLE_FIELD = re.compile(
    r"<(?:[\w.-]+:)?fldSimple\b[^<>]*?\binstr\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')"
)
_INSERTED = re.compile(r"<(?:[\w.-]+:)?altChunk\b")
_DDE_LINK = re.compile(r"<(?:[\w.-]+:)?(?:ddeLink|oleLink)\b")
_RUNS_PROGRAM = frozenset({"DDE", "DDEAUTO"})
_FETCHES = frozenset(
    {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD"}
)
_WORDS_OF_FIELD = re.compile(r'"([^"]*)"|(\S+)')
_FORMULA = re.compile(r"<(?:[\w.-]+:)?(?:f|formula|formula1|formula2|definedName)\b[^<>]*>([^<]*)<")
_QUOTED = re.compile(r'"[^"]*"')
_SHEET = re.compile(r"'[^']*'")
_DDE_FORMULA = re.compile(r"\||\bDDE\s*\(", re.IGNORECASE)
_FETCHING_FORMULA = re.compile(
    r"\b(?:WEBSERVICE|RTD|IMAGE|FILTERXML|CALL|REGISTER\.ID)\s*\(", re.IGNORECASE
)


def refuse(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], *, name: str) -> None:
    """Raise Refused with what to do if a part would act on opening."""
    for part in parts:
        path = part.filename.lower()
        if path.endswith(".rels"):
            if part.file_size > MAX_RELATIONS:
                raise Refused(f"Tệp “{name}” có quá nhiều liên kết, hãy lưu thành PDF rồi tải lên.")
            for kind, target in _relations(archive.read(part), name=name):
                _refuse_relation(kind, target, name=name)
        elif path.startswith("xl/connections") or "/querytables/" in path:
            raise Refused(
                f"Tệp “{name}” tự lấy dữ liệu từ nơi khác (kết nối dữ liệu). Hãy chép sang tệp mới "
                f"và dán dạng giá trị, {SAVE_AS_PDF}."
            )
        elif "/webextensions/" in path:
            raise Refused(f"Tệp “{name}” có tiện ích tải từ mạng. Hãy gỡ tiện ích, {SAVE_AS_PDF}.")


def refuse_in_text(xml: str, *, part: str, name: str) -> None:
    """Raise Refused if `xml` of the part has a field or formula that fetches or runs something."""
    if part.startswith("word/"):
        if _INSERTED.search(xml):
            raise _inserted(name)
        for code in _field_codes(xml):
            _refuse_field(code, name=name)
    elif part.startswith("xl/"):
        if _DDE_LINK.search(xml):
            raise _program(name)
        for found in _FORMULA.finditer(xml):
            _refuse_formula(html.unescape(found.group(1)), name=name)


def _relations(content: bytes, *, name: str) -> Iterator[tuple[str, str]]:
    """Kind and target of each relationship that leads out of the file."""
    found: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "").strip()
        is_outside = attributes.get("TargetMode", "").strip().lower() == "external"
        is_elsewhere = kind == "officeDocument" and not _MAIN.match(target)
        if is_outside or is_elsewhere or kind == "aFChunk" or _HAS_SCHEME.match(target):
            found.append((kind, target))

    def doctype(*_args: object) -> None:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng hoặc đặt mật khẩu.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError("relationships cannot be read") from error
    return iter(found)


def _refuse_relation(kind: str, target: str, *, name: str) -> None:
    if kind == "hyperlink":
        _refuse_target(target, name=name)
    elif kind == "attachedTemplate":
        raise Refused(f"Tệp “{name}” dùng mẫu tải từ nơi khác. Hãy lưu lại với mẫu thường.")
    elif kind in ("externalLinkPath", "externalLink", "xlPathMissing", "xlExternalLinkPath"):
        raise Refused(
            f"Tệp “{name}” có công thức lấy số từ tệp Excel khác. Hãy vào Dữ liệu (Data) › Sửa "
            f"liên kết (Edit Links) › Ngắt liên kết (Break Link) rồi lưu lại, {SAVE_AS_PDF}."
        )
    elif kind in ("image", "media", "video", "audio"):
        raise Refused(
            f"Tệp “{name}” có ảnh hoặc phim tải từ nơi khác. Hãy chèn ảnh vào hẳn trong tệp, "
            f"{SAVE_AS_PDF}."
        )
    elif kind == "aFChunk":
        raise _inserted(name)
    else:
        raise Refused(
            f"Tệp “{name}” tự lấy nội dung từ nơi khác khi mở. Hãy dán nội dung đó vào tệp dưới "
            f"dạng chữ hoặc ảnh, {SAVE_AS_PDF}."
        )


def _refuse_target(target: str, *, name: str) -> None:
    """Refuse links to a folder, or of a scheme that starts a program of the reader."""
    if _FOLDER.match(target) or (_HAS_SCHEME.match(target) and not _CLICKABLE.match(target)):
        raise Refused(
            f"Tệp “{name}” có liên kết tới thư mục trên máy hoặc máy chủ khác "
            f"(“{target[:60]}”). Hãy gỡ liên kết đó (Remove Hyperlink), {SAVE_AS_PDF}."
        )


def _field_codes(xml: str) -> Iterator[str]:
    """The code of each field, whose text Word may split into several runs."""
    for segment in _FIELD_START.split(xml):
        yield html.unescape("".join(_FIELD_TEXT.findall(segment))).strip()
    for double, single in _SIMPLE_FIELD.findall(xml):
        yield html.unescape(double or single).strip()


def _refuse_field(code: str, *, name: str) -> None:
    word = code.split(maxsplit=1)[0].upper() if code else ""
    if word in _RUNS_PROGRAM or "DDEAUTO" in code.upper():
        raise _program(name)
    if word in _FETCHES:
        raise Refused(
            f"Tệp “{name}” có trường {word} tự lấy nội dung từ nơi khác. Hãy bấm vào chỗ đó, "
            f"nhấn Ctrl+Shift+F9 để giữ nguyên nội dung, {SAVE_AS_PDF}."
        )
    if word == "HYPERLINK":
        for quoted, bare in _WORDS_OF_FIELD.findall(code):
            if _FOLDER.match(quoted or bare):
                _refuse_target(quoted or bare, name=name)


def _refuse_formula(formula: str, *, name: str) -> None:
    bare = _SHEET.sub("''", _QUOTED.sub('""', formula))
    if _DDE_FORMULA.search(bare):
        raise _program(name)
    if _FETCHING_FORMULA.search(bare):
        raise Refused(
            f"Tệp “{name}” có công thức lấy dữ liệu từ mạng. Hãy chép ô đó và dán dạng giá trị, "
            f"{SAVE_AS_PDF}."
        )


def _program(name: str) -> Refused:
    return Refused(
        f"Tệp “{name}” có lệnh gọi chương trình khác (DDE), không được nhận. Hãy bỏ trường hoặc "
        f"công thức đó, {SAVE_AS_PDF}."
    )


def _inserted(name: str) -> Refused:
    return Refused(
        f"Tệp “{name}” nhúng nguyên một tệp khác làm nội dung. Hãy mở bằng Word, lưu lại dạng "
        f"docx, {SAVE_AS_PDF}."
    )
