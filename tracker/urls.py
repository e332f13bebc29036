"""All addresses of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("reporting.urls")),
    path("", include("plans.urls")),
    path("", include("units.urls")),
]

handler400 = "reporting.views.errors.bad_request"
handler403 = "reporting.views.errors.forbidden"
handler404 = "reporting.views.errors.not_found"
handler500 = "reporting.views.errors.server_error"
