"""Root URL configuration."""

from django.urls import include, path

urlpatterns = [
    path("", include("reporting.urls")),
    path("", include("plans.urls")),
    path("", include("units.urls")),
]

handler400 = "reporting.operations.error_views.bad_request"
handler403 = "reporting.operations.error_views.forbidden"
handler404 = "reporting.operations.error_views.not_found"
handler500 = "reporting.operations.error_views.server_error"
