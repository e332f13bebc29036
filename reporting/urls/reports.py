"""Addresses of the review pages."""

from django.urls import path

from reporting.views import report_steps, reports, schedules

urlpatterns = [
    path("plans/<int:plan_pk>/reports/", reports.list_reports, name="list-reports"),
    path("plans/<int:plan_pk>/reports/add/", reports.request_report, name="request-report"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/status/", reports.report_status, name="report-status"),
    path("reports/<int:pk>/pdf/", reports.download_report, name="download-report"),
    path("reports/<int:pk>/parts/", report_steps.save_report_parts, name="save-report-parts"),
    path("reports/<int:pk>/compile/", report_steps.compile_again, name="compile-again"),
    path("reports/<int:pk>/retry/", report_steps.retry_report, name="retry-report"),
    path("reports/<int:pk>/issue/", report_steps.issue_report, name="issue-report"),
    path("reports/<int:pk>/correct/", report_steps.correct_report, name="correct-report"),
    path("plans/<int:plan_pk>/schedules/", schedules.list_schedules, name="list-schedules"),
    path("plans/<int:plan_pk>/schedules/add/", schedules.add_schedule, name="add-schedule"),
    path("schedules/<int:pk>/", schedules.edit_schedule, name="edit-schedule"),
]
