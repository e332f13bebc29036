"""What stands at a place of a snapshot, as papers and addresses name it."""

from collections.abc import Mapping


def found_at(snapshot: Mapping[str, object], place: str) -> int | str | list[object] | None:
    """The number, the words or the list at `place`; None where nothing of these is there."""
    found: object = snapshot
    for step in place.split("."):
        if isinstance(found, Mapping) and step in found:
            found = found[step]
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found if isinstance(found, int | str | list) else None
