"""Pages over all plans: each shows what its reader may read."""

from tests.permissions import AccessRule, everyone

ACCESS = [
    AccessRule("reporting:list-plans", everyone(200)),
    AccessRule("reporting:download-plans", everyone(200)),
    AccessRule("reporting:list-late", everyone(200)),
    AccessRule("reporting:choose-plan", everyone(200)),
]
