"""Values that are kept until the version of all that they were computed from moves.

`statements` and `parted` keep rows; this keeps what a page makes of them, where that costs more
than reading. A kept value is shared by all requests: nobody changes it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

# A process keeps so many; a value has some hundred numbers, about 2 MB in all
MOST_VALUES = 100
Value = TypeVar("Value")

_kept: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
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
        _kept[key] = version, made
        _kept.move_to_end(key)
        while len(_kept) > MOST_VALUES:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Forget everything, for tests and measurements."""
    with _lock:
        _kept.clear()
