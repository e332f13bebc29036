"""/healthz for monitoring and the root certificate: open to everybody, without secrets."""

from dataclasses import asdict

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
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


@login_not_required
@require_safe
def root_certificate(request: HttpRequest) -> HttpResponse:
    """How to install the root certificate of the proxy, which serves the file itself."""
    if settings.TLS_ISSUER != "internal":
        raise Http404
    return render(request, "reporting/operations/root_certificate.html", {"file": "/root.crt"})
