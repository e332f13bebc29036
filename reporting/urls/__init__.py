"""Addresses of `reporting`, one module per kind of page."""

from reporting.urls import (
    bulk_filing,
    confirming,
    dashboards,
    filing,
    health,
    periods,
    reports,
    reviewing,
)

app_name = "reporting"
urlpatterns = [
    *dashboards.urlpatterns,
    *filing.urlpatterns,
    *bulk_filing.urlpatterns,
    *confirming.urlpatterns,
    *reviewing.urlpatterns,
    *periods.urlpatterns,
    *reports.urlpatterns,
    *health.urlpatterns,
]
