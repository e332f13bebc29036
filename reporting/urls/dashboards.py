"""Addresses of the pages that read: home, plan, dashboard, task, unit."""

from django.urls import path

from reporting.views import dashboards, details, home, plan_page

urlpatterns = [
    path("", home.home, name="home"),
    path("plans/<int:pk>/", plan_page.plan, name="plan"),
    path("plans/<int:pk>/board/", dashboards.dashboard, name="dashboard"),
    path("plans/<int:pk>/board/indicators/", dashboards.indicator_totals, name="indicator-totals"),
    path("plans/<int:pk>/assignments/", dashboards.list_assignments, name="list-assignments"),
    path("tasks/<int:pk>/", details.task, name="task"),
    path("units/<int:pk>/", details.unit, name="unit"),
]
