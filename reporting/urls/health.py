"""The address for monitoring."""

from django.urls import path

from reporting.views import health

urlpatterns = [path("healthz", health.healthz, name="healthz")]
