"""The address for monitoring is open to everybody; in tests no worker and no beat runs."""

from tests.permissions import AccessRule, everyone

ACCESS = [AccessRule("reporting:healthz", everyone(503), anonymous=503)]
