"""The guide: one text for everyone; help with the first log-in is for strangers too."""

from tests.permissions import AccessRule, everyone

ACCESS = [
    AccessRule("reporting:guide", everyone(200)),
    AccessRule("reporting:guide-page", everyone(200), args=lambda scene: ["filing"]),
    AccessRule("reporting:log-in-guide", everyone(200), anonymous=200),
]
