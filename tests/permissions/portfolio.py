"""Pages over all plans: each shows what its reader may read."""

from tests.permissions import AccessRule, everyone

ACCESS = [
    AccessRule("reporting:choose-plan", everyone(200)),
]
