"""Expected status code for each kind of person at each address.

An `AccessRule` names an address, a method, its arguments and data, and the expected status code
per person; everyone not listed is expected to get `others`. `tests/test_permission_matrix.py`
requests every address as every person, and fails for an address without a rule.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.scene import Scene

# See `scene.PEOPLE`
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
class AccessRule:
    """An address and the status code that each person gets there.

    `args` are made from the scene once, `data` for every request.
    """

    url_name: str
    expected: Mapping[str, int]
    others: int = 404
    anonymous: int = 302
    method: str = "get"
    args: Callable[[Scene], list[Any]] = field(default=lambda scene: [])
    data: Callable[[Scene], dict[str, Any]] = field(default=lambda scene: {})

    def status_for(self, who: str) -> int:
        if who == "anonymous":
            return self.anonymous
        return self.expected.get(who, self.others)


def everyone(status: int) -> dict[str, int]:
    """The same status code for everyone who is logged in."""
    return dict.fromkeys(EVERYONE_LOGGED_IN, status)
