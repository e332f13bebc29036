"""Text of Word and Excel as it looks: capitals by format, and letters of old Vietnamese fonts.

In a font such as .VnTime or VNI-Times the letters of the file are not what a reader sees; fonts of
TCVN3 that end in H show capitals.
"""

import html
import re
from dataclasses import dataclass

from tracker.lib import legacy

_OLD_FONT = re.compile(r"[\"'](?:\.Vn|VNI[- ])[^\"'<>]*[\"']", re.IGNORECASE)
_CAPITAL_FONT = re.compile(r"[\"']\.Vn[^\"'<>]*H[\"']", re.IGNORECASE)
_CAPS = re.compile(r"<w:(?:caps|smallCaps)\b")
_TOKEN = re.compile(
    r"<w:(?P<open>pPr|rPr|p|r|t|caps|smallCaps|rFonts|pStyle|rStyle)\b(?P<inside>[^<>]*)>"
    r"|</w:(?P<close>pPr|rPr|p|r)>"
)
_STYLE = re.compile(r"<w:style\b([^<>]*)>(.*?)</w:style>", re.DOTALL)
_DEFAULTS = re.compile(r"<w:rPrDefault\b.*?</w:rPrDefault>", re.DOTALL)
_FONT = re.compile(r"\bw:(?:ascii|hAnsi)=[\"']([^\"'<>]*)[\"']")
_VALUE = re.compile(r"\bw:val=[\"']([^\"'<>]*)[\"']")
_STYLE_ID = re.compile(r"\bw:styleId=[\"']([^\"'<>]*)[\"']")
_OFF = frozenset({"0", "false", "off", "none"})
_LEVELS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})
_MOST_ANCESTORS = 20


@dataclass(frozen=True)
class Look:
    """How letters look; None where nothing is said."""

    font: str | None = None
    is_caps: bool | None = None

    def over(self, other: "Look") -> "Look":
        return Look(
            other.font if self.font is None else self.font,
            other.is_caps if self.is_caps is None else self.is_caps,
        )

    def shown(self, text: str) -> str:
        encoding = legacy.of_font(self.font or "")
        seen = html.escape(legacy.decoded(html.unescape(text), encoding)) if encoding else text
        is_capital_font = encoding == legacy.TCVN3 and (self.font or "").upper().endswith("H")
        return seen.upper() if self.is_caps or is_capital_font else seen


def old_fonts_in(xml: str) -> bool:
    return _OLD_FONT.search(xml) is not None


def styles_of(xml: str) -> dict[str, Look]:
    """The look of each style of `word/styles.xml`; "" is that of plain text."""
    defaults = _DEFAULTS.search(xml)
    looks = {"": _look_in(defaults.group()) if defaults else Look()}
    parents: dict[str, str] = {}
    for head, body in _STYLE.findall(xml):
        if found := _STYLE_ID.search(head):
            looks[found.group(1)] = _look_in(body)
            based_on = re.search(r"<w:basedOn\b[^<>]*\bw:val=[\"']([^\"'<>]*)[\"']", body)
            parents[found.group(1)] = based_on.group(1) if based_on else ""
    return {name: _with_ancestors(name, looks, parents) for name in looks}


def word_as_it_looks(xml: str, styles: dict[str, Look]) -> str:
    """The part of a Word file with the texts of its runs as a reader sees them."""
    is_plain = not _CAPS.search(xml) and not old_fonts_in(xml)
    if is_plain and all(look == Look() for look in styles.values()):
        return xml
    pieces: list[str] = []
    pen = _Pen(styles)
    at = 0
    for token in _TOKEN.finditer(xml):
        if token["open"] == "t" and not token["inside"].endswith("/"):
            end = xml.find("<", token.end())
            end = len(xml) if end < 0 else end
            pieces += [xml[at : token.end()], pen.look.shown(xml[token.end() : end])]
            at = end
        else:
            pen.pass_over(token)
    return "".join([*pieces, xml[at:]])


class _Pen:
    """The look of text at one place of a part, which its marks change."""

    def __init__(self, styles: dict[str, Look]) -> None:
        self.styles = styles
        self.paragraph = self.run = Look()
        self.is_in_paragraph_look = False

    @property
    def look(self) -> Look:
        return self.run.over(self.paragraph).over(self.styles.get("", Look()))

    def pass_over(self, token: re.Match[str]) -> None:
        kind, inside = token["open"] or "", token["inside"] or ""
        if kind in ("p", "r"):
            self.run = Look()
            self.paragraph = Look() if kind == "p" else self.paragraph
        elif "pPr" in (kind, token["close"]):
            self.is_in_paragraph_look = kind == "pPr" and not inside.endswith("/")
        elif kind == "pStyle":
            self.paragraph = self.styles.get(_value(inside), Look())
        elif not self.is_in_paragraph_look:
            self.run = _with_token(self.run, kind, inside, self.styles)


def stamps_of_capital_fonts(text: str, fonts: str) -> str:
    """Levels of secrecy that a line of `text` shows if its font is one of capitals.

    For Excel and PDF, where `fonts` tell only which fonts the file uses.
    """
    if not _CAPITAL_FONT.search(fonts):
        return ""
    lines = (" ".join(line.split()) for line in text.split("\n") if len(line) < 40)
    seen = (legacy.decoded(line, legacy.TCVN3).upper() for line in lines)
    return "\n".join(line for line in seen if line in _LEVELS)


def _with_token(run: Look, kind: str, inside: str, styles: dict[str, Look]) -> Look:
    if kind == "rStyle":
        return run.over(styles.get(_value(inside), Look()))
    if kind == "rFonts" and (font := _FONT.search(inside)):
        return Look(font.group(1), run.is_caps)
    if kind in ("caps", "smallCaps"):
        return Look(run.font, run.is_caps or _value(inside).lower() not in _OFF)
    return run


def _look_in(xml: str) -> Look:
    look = Look()
    for token in _TOKEN.finditer(xml):
        look = _with_token(look, token["open"] or "", token["inside"] or "", {})
    return look


def _with_ancestors(name: str, looks: dict[str, Look], parents: dict[str, str]) -> Look:
    look = looks[name]
    for _ in range(_MOST_ANCESTORS):
        name = parents.get(name, "")
        look = look.over(looks.get(name, Look()))
        if not name:
            break
    return look


def _value(inside: str) -> str:
    found = _VALUE.search(inside)
    return found.group(1) if found else ""
