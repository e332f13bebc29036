"""The changes of two people to the same words, joined where they do not touch each other."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reporting.papers.blocks import Run, Runs
from reporting.papers.sentences import joined
from reporting.papers.stored import from_json, to_json
from tracker.lib.word_diff import diff_words

_WORD = re.compile(r"\w+|\s|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """The words `start` to `end` of the text before, and what somebody wrote instead."""

    start: int
    end: int
    words: list[str]


def merged(*, base: Runs, mine: Runs, theirs: Runs) -> Runs | None:
    """Both changes of `base`; None where they touch each other, so that a person has to choose."""
    before = _words(base)
    changes = list(_changes(before, _words(mine)))
    for other in _changes(before, _words(theirs)):
        touching = [one for one in changes if one.start <= other.end and other.start <= one.end]
        if touching == [other]:
            continue
        if touching:
            return None
        changes.append(other)
    words = before
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        words = [*words[: change.start], *change.words, *words[change.end :]]
    return _runs(words)


def _changes(before: list[str], after: list[str]) -> Iterator[Change]:
    at = 0
    pending: Change | None = None
    for edit in diff_words(before, after):
        end = at + len(edit.old)
        if not edit.is_same:
            if pending and pending.end == at:
                pending = Change(pending.start, end, [*pending.words, *edit.new])
            else:
                if pending:
                    yield pending
                pending = Change(at, end, edit.new)
        at = end
    if pending:
        yield pending


def _words(runs: Runs) -> list[str]:
    """Words with their looks, each as JSON; a figure is one word."""
    return [word for run in runs for word in _words_of(run)]


def _words_of(run: Run) -> Iterator[str]:
    [stored] = to_json((run,))
    for text in [run.text] if run.figure else _WORD.findall(run.text):
        yield json.dumps({**stored, "text": text}, ensure_ascii=False, sort_keys=True)


def _runs(words: list[str]) -> Runs:
    return joined(from_json([json.loads(word) for word in words]))
