"""Values that are kept until the version of all that they were computed from moves.

`statements` and `parted` keep rows; this keeps what a page makes of them, where that costs more
than reading. A kept value is shared by all requests: nobody changes it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

# What a process keeps in all, in kB
MOST_KB = 6_000
# Some hundred numbers; parts of pages are texts, of two bytes a letter
VALUE_KB, LETTERS_OF_KB = 20, 500
Value = TypeVar("Value")

_kept: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
_size = {"kb": 0}
_lock = Lock()


def value_of(key: Hashable | None, make: Callable[[], Value], *, version: Hashable | None) -> Value:
    """What `make` returns, or returned for the same `key` at the same `version`.

    The version was read before, and moves with each change of what `make` reads. Without a key or
    a version nothing is kept.
    """
    if key is None or version is None:
        return make()
    with _lock:
        kept_at, value = _kept.get(key, (None, None))
        if kept_at == version:
            _kept.move_to_end(key)
            return cast(Value, value)
    made = make()
    with _lock:
        if key in _kept:
            _size["kb"] -= _kb_of(_kept.pop(key)[1])
        _kept[key] = version, made
        _size["kb"] += _kb_of(made)
        # Counted on, since a page may keep thousands of rows
        while _size["kb"] > MOST_KB:
            _, (_, oldest) = _kept.popitem(last=False)
            _size["kb"] -= _kb_of(oldest)
    return made


def _kb_of(value: object) -> int:
    return len(value) // LETTERS_OF_KB + 1 if isinstance(value, str) else VALUE_KB


def forget() -> None:
    """Forget everything, for tests and measurements."""
    with _lock:
        _kept.clear()
        _size["kb"] = 0
