"""Words of a unit in a paper, with the accepted result that they come from."""

from functools import lru_cache

from plans.models import TaskKind
from reporting.models import DeclaredState, state_words
from reporting.papers.blocks import Run
from reporting.reviews.schema import FrozenResult
from tracker.lib.text import compose
from tracker.lib.typed_blocks import Rows, TypedLine, blocks, text_of

# An answer to a return of the office is no result, and that nothing was done is no example
NOT_QUOTED = (
    *("theo yêu cầu", "theo đề nghị", "giải trình", "đã bổ sung", "bổ sung:"),
    *("không có", "không phát sinh", "chưa có", "chưa phát sinh", "chưa tổ chức"),
)

# As units end a text about work whose state they declare beside it
DONE_WORDS = tuple(
    f" {state_words(DeclaredState.DONE, kind)}" for kind in (TaskKind.ONE_OFF, TaskKind.RECURRING)
)


def is_example(text: str) -> bool:
    """Whether the text of a unit may be quoted although nobody picked it."""
    words = compose(text).casefold()
    return bool(words.strip()) and not any(phrase in words for phrase in NOT_QUOTED)


def without_state(text: str) -> str:
    """The text without a last sentence that only says that the work is done."""
    words = text.rstrip().removesuffix(".")
    return next((words.removesuffix(end) for end in DONE_WORDS if words.endswith(end)), text)


def quoted(text: str, entry: int) -> Run:
    """The text of a unit as a sentence that leads to its accepted result `entry`."""
    return Run(as_sentence(text), source=f"entry:{entry}")


def quoted_or_state(result: FrozenResult, kind: str) -> Run:
    """The result of a task of this `kind`; without a text, the state that the unit declared."""
    if result["text"]:
        return quoted(result["text"], result["entry"])
    words = f"{state_words(result['state'], kind)}." if result["state"] else "–"
    return Run(words, source=f"entry:{result['entry']}")


@lru_cache(maxsize=2048)  # a paper is composed again for each save of somebody who writes in it
def as_sentence(text: str) -> str:
    """The text of a unit with a full stop, unless it ends with a mark or a table.

    A list or a table that begins it stands on lines of its own.
    """
    found = blocks(text)
    if not found:
        return ""
    last = found[-1]
    if not isinstance(last, Rows) and not last.text.endswith((".", "!", "?", ";", "…")):
        found[-1] = last._replace(text=f"{last.text}.")
    begins_below = not isinstance(found[0], TypedLine)
    return "\n" * begins_below + text_of(found)
