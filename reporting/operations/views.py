"""/healthz for monitoring: open to everybody, without secrets."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reporting.operations import health


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    checks = health.check_all(at=timezone.now())
    ok = all(check.ok for check in checks.values())
    return JsonResponse(
        {"ok": ok, "checks": {name: asdict(check) for name, check in checks.items()}},
        status=200 if ok else 503,
    )
