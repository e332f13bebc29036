"""The address for monitoring is open to everybody; in tests no worker and no beat runs."""

from tests.permissions import Door, everyone

DOORS = [Door("reporting:healthz", everyone(503), nobody=503)]
