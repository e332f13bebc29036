"""The health check is public; in tests neither worker nor beat runs."""

from tests.permissions import AccessRule, everyone

ACCESS = [AccessRule("reporting:healthz", everyone(503), anonymous=503)]
