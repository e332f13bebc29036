"""How long the lines of the templates are, and how many tags they hold."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.house.figure import Figure

ROOT = Path(__file__).parents[2]
LONG = 160
WIDE = 120
MANY_TAGS = 4
BLOCK = re.compile(
    r"<(?:div|p|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|section|article|header"
    r"|footer|form|fieldset|legend|h[1-6]|details|summary|nav|aside|blockquote|main)\b"
)


def figures() -> Iterator[Figure]:
    """Measure all HTML templates, blank lines included."""
    lines = template_lines()
    # Bytes, not characters: a Vietnamese letter counts as two or three, so this figure is the
    # stricter one; it equals `awk 'length > 160'` in the C locale.
    yield _share("template lines > 160 bytes", lines, lambda line: len(line.encode()) > LONG)
    yield _share("template lines > 160 characters", lines, lambda line: len(line) > LONG)
    yield _share("template lines > 120 characters", lines, lambda line: len(line) > WIDE)
    yield _share("template lines with >= 4 {% tags", lines, lambda line: _tags(line) >= MANY_TAGS)
    yield _share("template lines with >= 4 {% or {{", lines, lambda line: _marks(line) >= MANY_TAGS)
    yield _share("template lines with >= 2 block elements", lines, lambda line: _blocks(line) >= 2)
    yield Figure("longest template line, characters", max(map(len, lines)))
    yield Figure("mean template line, characters", sum(map(len, lines)) / len(lines))
    yield Figure("files in the largest folder of templates", largest_folder("templates"))
    yield Figure("files in the largest folder of tests", largest_folder("tests", "*.py"))


def template_lines() -> list[str]:
    return [
        line
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for line in path.read_text().splitlines()
    ]


def largest_folder(name: str, pattern: str = "*") -> int:
    """The number of files that lie directly in the fullest folder below `name`."""
    folders = [ROOT / name, *(path for path in (ROOT / name).rglob("*") if path.is_dir())]
    return max(sum(path.is_file() for path in folder.glob(pattern)) for folder in folders)


def _share(name: str, lines: list[str], is_counted: Callable[[str], bool]) -> Figure:
    return Figure(name, 100 * sum(map(is_counted, lines)) / len(lines), "%")


def _blocks(line: str) -> int:
    """The number of block elements that the line opens; one element a line is the rule."""
    return len(BLOCK.findall(line))


def _tags(line: str) -> int:
    return line.count("{%")


def _marks(line: str) -> int:
    return line.count("{%") + line.count("{{")
