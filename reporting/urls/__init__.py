"""Addresses of `reporting`, one module per kind of page."""

from reporting.urls import (
    bulk_filing,
    comments,
    confirming,
    dashboards,
    evidence,
    extensions,
    filing,
    health,
    notices,
    periods,
    reports,
    reviewing,
    sheets,
)

app_name = "reporting"
urlpatterns = [
    *dashboards.urlpatterns,
    *filing.urlpatterns,
    *bulk_filing.urlpatterns,
    *confirming.urlpatterns,
    *evidence.urlpatterns,
    *sheets.urlpatterns,
    *reviewing.urlpatterns,
    *extensions.urlpatterns,
    *periods.urlpatterns,
    *reports.urlpatterns,
    *health.urlpatterns,
    *notices.urlpatterns,
    *comments.urlpatterns,
]
