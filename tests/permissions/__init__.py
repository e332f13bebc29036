"""Which answer each kind of person gets at each address.

A door names an address, a method, what to pass, and the expected answer per person; whoever is
not named is expected to get `others`. `tests/test_permission_matrix.py` knocks at every door as
every person, and fails for an address that has no door.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.scene import Scene

# Who knocks: see `scene.PEOPLE`
EVERYONE_LOGGED_IN = (
    "officer",
    "head",
    "reviewer",
    "leader",
    "observer",
    "administrator",
    "other_unit",
    "stranger",
)


@dataclass(frozen=True)
class Door:
    """An address, and what each person gets there (`nobody` is not logged in).

    `args` are made from the scene once, `data` anew for every knock.
    """

    url_name: str
    expected: Mapping[str, int]
    others: int = 404
    nobody: int = 302
    method: str = "get"
    args: Callable[[Scene], list[Any]] = field(default=lambda scene: [])
    data: Callable[[Scene], dict[str, Any]] = field(default=lambda scene: {})

    def answer_for(self, who: str) -> int:
        if who == "nobody":
            return self.nobody
        return self.expected.get(who, self.others)


def everyone(status: int) -> dict[str, int]:
    """The same answer for all who are logged in."""
    return dict.fromkeys(EVERYONE_LOGGED_IN, status)
