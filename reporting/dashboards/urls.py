"""URLs of the pages that read: home, plan, dashboard and its tabs, lists, task, unit."""

from django.urls import path

from reporting.dashboards import detail_views, home_views, list_views, plan_views, views

urlpatterns = [
    path("", home_views.home, name="home"),
    path("plans/<int:pk>/", plan_views.plan, name="plan"),
    path("plans/<int:pk>/board/", views.dashboard, name="dashboard"),
    path("plans/<int:pk>/board/matrix/", views.matrix, name="dashboard-matrix"),
    path("plans/<int:pk>/board/punctuality/", views.punctuality, name="dashboard-punctuality"),
    path("plans/<int:pk>/board/indicators/", views.indicator_totals, name="indicator-totals"),
    path("plans/<int:pk>/assignments/", list_views.list_assignments, name="list-assignments"),
    path("tasks/<int:pk>/", detail_views.task, name="task"),
    path("units/<int:pk>/", detail_views.unit, name="unit"),
]
