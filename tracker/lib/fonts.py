"""Locations of the fonts for screen and paper, which come from packages."""

import builtins
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, overload

import fontpkg_be_vietnam_pro
import fontpkg_source_serif_4
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SCREEN_FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
SCREEN_WEIGHTS = ("Regular", "SemiBold")
MAKER = Path(__file__).with_name("screen_fonts.py")

# Metric equivalents of Times New Roman with all 146 Vietnamese letters, best first.
# Debian's older fonts-liberation lacks 92 of them and is not listed.
PRINT_FONTS = (
    (Path("/usr/share/fonts/truetype/croscore"), "Tinos-{}.ttf"),
    (Path("/usr/share/fonts/truetype/liberation2"), "LiberationSerif-{}.ttf"),
)
_SOURCE_SERIF = Path(fontpkg_source_serif_4.__file__).parent / "files"
STYLES = {
    ("normal", "normal"): "Regular",
    ("bold", "normal"): "Bold",
    ("normal", "italic"): "Italic",
    ("bold", "italic"): "BoldItalic",
}


def print_font_files() -> dict[tuple[str, str], Path]:
    """Font files for paper by (weight, style): a Times equivalent, else Source Serif 4."""
    for folder, pattern in PRINT_FONTS:
        files = {key: folder / pattern.format(name) for key, name in STYLES.items()}
        if all(file.is_file() for file in files.values()):
            return files
    return {
        (weight, style): _SOURCE_SERIF
        / f"SourceSerif4{'-Italic' if style == 'italic' else ''}[opsz,wght].ttf"
        for weight, style in STYLES
    }


def sign_font_file() -> Path:
    """The font of signs that equivalents of Times lack, such as ticks."""
    return _SOURCE_SERIF / "SourceSerif4[opsz,wght].ttf"


class FontStorage(FileSystemStorage):
    """The folder of web fonts; their addresses begin with `prefix`."""

    prefix = "fonts"


class FontFinder(BaseFinder):
    """Finds the screen fonts under fonts/, subset from the package on demand."""

    @property
    def storage(self) -> FontStorage:
        return FontStorage(location=str(web_fonts_dir()))

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> "builtins.list[str]": ...
    def find(self, path: str, find_all: bool = False) -> "str | builtins.list[str] | None":
        for weight in SCREEN_WEIGHTS:
            if path == f"fonts/{web_font_name(weight)}":
                file = str(web_font(weight))
                return [file] if find_all else file
        return []  # like Django's finders: its loop would take None for a match

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        storage = self.storage
        return ((web_font(weight).name, storage) for weight in SCREEN_WEIGHTS)


def web_font(weight: str) -> Path:
    """The web font of `weight`, generated once and again after a change of its source."""
    source = SCREEN_FONTS / f"BeVietnamPro-{weight}.ttf"
    target = web_fonts_dir() / web_font_name(weight)
    newest = max(file.stat().st_mtime_ns for file in (source, MAKER))
    if not target.exists() or target.stat().st_mtime_ns < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        # -P: `numbers.py` beside that program must not shadow the standard library
        command = [sys.executable, "-P", str(MAKER), str(source), str(target)]
        subprocess.run(command, check=True)  # noqa: S603 -- our own program, our own paths
    return target


def web_font_name(weight: str) -> str:
    return f"BeVietnamPro-{weight}.woff2"


def web_fonts_dir() -> Path:
    return Path(settings.DATA_DIR) / "fonts"
