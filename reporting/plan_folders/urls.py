"""Addresses of the exports of a plan."""

from django.urls import path

from reporting.plan_folders import views

urlpatterns = [
    path("plans/<int:pk>/exports/", views.list_plan_exports, name="list-plan-exports"),
    path("plans/<int:pk>/exports/make/", views.export_plan, name="export-plan"),
    path(
        "plans/<int:pk>/exports/<str:name>",
        views.download_plan_export,
        name="download-plan-export",
    ),
]
