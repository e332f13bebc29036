"""Where fonts are, for screen and for paper: they come from packages, not from here."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
import fontpkg_source_serif_4
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SCREEN_FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
SCREEN_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")

# Metric twins of Times New Roman that hold all 146 Vietnamese letters, best first.
# Debian's older fonts-liberation lacks 92 of them and is not on the list.
PRINT_FONTS = (
    (Path("/usr/share/fonts/truetype/croscore"), "Tinos-{}.ttf"),
    (Path("/usr/share/fonts/truetype/liberation2"), "LiberationSerif-{}.ttf"),
)
STYLES = {
    ("normal", "normal"): "Regular",
    ("bold", "normal"): "Bold",
    ("normal", "italic"): "Italic",
    ("bold", "italic"): "BoldItalic",
}


def print_font_files() -> dict[tuple[str, str], Path]:
    """Font file by (weight, style) for papers: a Times twin, else Source Serif 4."""
    for folder, pattern in PRINT_FONTS:
        files = {key: folder / pattern.format(name) for key, name in STYLES.items()}
        if all(file.is_file() for file in files.values()):
            return files
    fallback = Path(fontpkg_source_serif_4.__file__).parent / "files"
    return {
        (weight, style): fallback
        / f"SourceSerif4{'-Italic' if style == 'italic' else ''}[opsz,wght].ttf"
        for weight, style in STYLES
    }


class FontFinder(BaseFinder):
    """Serves the screen font's files under fonts/ without copying them into the project."""

    storage = FileSystemStorage(location=str(SCREEN_FONTS))

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix("fonts/")
        if path.startswith("fonts/") and name in self._names():
            file = str(SCREEN_FONTS / name)
            return [file] if find_all else file
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        storage = FileSystemStorage(location=str(SCREEN_FONTS))
        storage.prefix = "fonts"  # type: ignore[attr-defined]
        return ((name, storage) for name in self._names())

    @staticmethod
    def _names() -> tuple[str, ...]:
        return tuple(f"BeVietnamPro-{weight}.ttf" for weight in SCREEN_WEIGHTS)
