"""Addresses of the exports of a plan, and of exports that are brought to be imported."""

from django.urls import path

from reporting.plan_folders import arrival_views, views

urlpatterns = [
    path("plan-folders/", arrival_views.bring_plan_folder, name="bring-plan-folder"),
    path("plan-folders/<int:pk>/", arrival_views.plan_arrival, name="plan-arrival"),
    path(
        "plan-folders/<int:pk>/progress/",
        arrival_views.arrival_progress,
        name="arrival-progress",
    ),
    path("plan-folders/<int:pk>/import/", arrival_views.import_arrival, name="import-arrival"),
    path("plan-folders/<int:pk>/discard/", arrival_views.discard_arrival, name="discard-arrival"),
    path("plans/<int:pk>/exports/", views.list_plan_exports, name="list-plan-exports"),
    path("plans/<int:pk>/exports/make/", views.export_plan, name="export-plan"),
    path(
        "plans/<int:pk>/exports/<str:name>",
        views.download_plan_export,
        name="download-plan-export",
    ),
]
