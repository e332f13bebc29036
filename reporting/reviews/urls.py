"""URLs of the review pages."""

from django.urls import path

from reporting.reviews import schedule_views, step_views, views

urlpatterns = [
    path("plans/<int:plan_pk>/reports/", views.list_reports, name="list-reports"),
    path("plans/<int:plan_pk>/reports/add/", views.request_report, name="request-report"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/status/", views.report_status, name="report-status"),
    path("reports/<int:pk>/pdf/", views.download_report, name="download-report"),
    path("reports/<int:pk>/parts/", step_views.save_report_parts, name="save-report-parts"),
    path("reports/<int:pk>/compile/", step_views.compile_again, name="compile-again"),
    path("reports/<int:pk>/retry/", step_views.retry_report, name="retry-report"),
    path("reports/<int:pk>/issue/", step_views.issue_report, name="issue-report"),
    path("reports/<int:pk>/correct/", step_views.correct_report, name="correct-report"),
    path("plans/<int:plan_pk>/schedules/", schedule_views.list_schedules, name="list-schedules"),
    path("plans/<int:plan_pk>/schedules/add/", schedule_views.add_schedule, name="add-schedule"),
    path("schedules/<int:pk>/", schedule_views.edit_schedule, name="edit-schedule"),
]
