"""Sentences put together from words, figures and other runs."""

from collections.abc import Iterable
from dataclasses import replace

from reporting.papers.blocks import Run, Runs
from tracker.lib.template_tags import decimal

Part = str | int | Run | Runs


def sentence(pattern: str, *parts: Part) -> Runs:
    """The runs of `pattern`, with each "{}" replaced by the next of `parts`.

    >>> sentence("Đã xong {} việc.", Run("3", figure="figures.done"))
    (Run('Đã xong '), Run('3', figure='figures.done'), Run(' việc.'))
    """
    words = pattern.split("{}")
    if len(words) != len(parts) + 1:
        raise ValueError(f"{len(words) - 1} places for {len(parts)} parts: {pattern!r}")
    found: list[Run] = []
    for index, word in enumerate(words):
        found.append(Run(word))
        if index < len(parts):
            found += runs_of(parts[index])
    return joined(found)


def in_digits(value: int) -> str:
    """A number within a sentence: "05", "12", "1.234"."""
    return f"{value:02}" if 0 < value < 10 else decimal(value)


def runs_of(part: Part) -> Runs:
    """`part` as runs: words and numbers are plain."""
    if isinstance(part, Run):
        return (part,)
    return part if isinstance(part, tuple) else (Run(str(part)),)


def listed(parts: Iterable[Part], between: str = ", ") -> Runs:
    """`parts` one after the other, with `between` in the gaps."""
    found: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            found.append(Run(between))
        found += runs_of(part)
    return joined(found)


def on_lines(parts: Iterable[Part]) -> Runs:
    """`parts` below each other.

    A line end is a run of its own: with the words after it, it would be drawn as a line that
    somebody typed, which ends before the next run.
    """
    found: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            found.append(Run("\n"))
        found += runs_of(part)
    return tuple(found)


def _look(run: Run) -> tuple[bool, bool, str, str, str]:
    return run.is_bold, run.is_italic, run.figure, run.source, run.link


def joined(runs: Iterable[Run]) -> Runs:
    """`runs` without empty ones, and neighbours of the same look as one."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if not run.text:
            continue
        if last and not run.figure and _look(run) == _look(last):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)
