"""Ids of rows inside of stored JSON, and in the keys of blocks, as they are after an import."""

import re
from collections.abc import Mapping

from django.db.models import Model

from plans.models import Assignment, Indicator, Task
from reporting.models import ProgressEntry, ReportingPeriod
from reporting.papers.blocks import ENTRY
from units.models import Unit

Ids = Mapping[type[Model], Mapping[int, int]]
# Keys of snapshots and of the content of entries that hold an id, or a list of them
HOLDERS: dict[str, type[Model]] = {
    "unit": Unit,
    "period": ReportingPeriod,
    "entry": ProgressEntry,
    "entries": ProgressEntry,
    "assignment": Assignment,
    "indicator": Indicator,
}
# Lists of which each row has its own id
LISTS: dict[str, type[Model]] = {"periods": ReportingPeriod, "tasks": Task}
_OF_LEAD = re.compile(r"(annex-4\..+\.)(\d+)")
_OF_PERIOD = re.compile(r"(annex-contributions\..+\.missing-)(\d+)")


def renumbered(content: object, ids: Ids, *, inside: str = "") -> object:
    """`content` with the ids of this installation; `inside` is the key that holds it."""
    if isinstance(content, dict):
        return {key: _under(key, value, ids, inside=inside) for key, value in content.items()}
    if isinstance(content, list):
        return [renumbered(one, ids, inside=inside) for one in content]
    return content


def _under(key: str, value: object, ids: Ids, *, inside: str) -> object:
    if key == "id" and inside in LISTS:
        return _id(value, ids[LISTS[inside]])
    if key == "key" and isinstance(value, str):
        return block_key(value, ids)
    if key == "source" and isinstance(value, str) and value.startswith(ENTRY):
        return _after(ENTRY, value.removeprefix(ENTRY), ids[ProgressEntry])
    if key in HOLDERS and not isinstance(value, dict):
        known = ids[HOLDERS[key]]
        return [_id(one, known) for one in value] if isinstance(value, list) else _id(value, known)
    return renumbered(value, ids, inside=key)


def block_key(key: str, ids: Ids) -> str:
    """The key of a block of a review, of which some name an assignment or a period."""
    for pattern, model in ((_OF_LEAD, Assignment), (_OF_PERIOD, ReportingPeriod)):
        if found := pattern.fullmatch(key):
            return _after(found[1], found[2], ids[model])
    return key


def _after(beginning: str, number: str, known: Mapping[int, int]) -> str:
    return f"{beginning}{_id(int(number), known)}" if number.isdecimal() else beginning + number


def _id(value: object, known: Mapping[int, int]) -> object:
    """The id here; 0, which no row has, for what was gone there already."""
    return known.get(value, 0) if isinstance(value, int) else value
