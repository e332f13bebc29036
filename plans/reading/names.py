"""Names of the units that a reading looks for."""

from collections.abc import Iterable


def names_in(units: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The folded names of `units`, given as pairs of `code` and `folded`, each with its code.

    A name that two units bear is that of the first.
    """
    names: dict[str, str] = {}
    for code, folded in units:
        for name in folded.split(" | "):
            if name.strip():
                names.setdefault(name.strip(), code)
    return names
