"""Addresses of imports."""

from django.urls import path

from plans.importing import finding_views, views

urlpatterns = [
    path("plan-imports/", views.import_plan, name="import-plan"),
    path("assignments/<int:pk>/own-plan/import/", views.import_own_plan, name="import-own-plan"),
    path("plan-imports/<int:pk>/", views.plan_import, name="plan-import"),
    path("plan-imports/<int:pk>/progress/", views.import_progress, name="import-progress"),
    path("plan-imports/<int:pk>/units/", views.map_units, name="map-units"),
    path("plan-imports/<int:pk>/targets/", views.give_targets, name="give-targets"),
    path("plan-imports/<int:pk>/confirm/", views.confirm_import, name="confirm-import"),
    path(
        "plan-imports/<int:pk>/findings/<slug:part>/",
        finding_views.edit_finding,
        name="edit-finding",
    ),
    path(
        "plan-imports/<int:pk>/findings/<slug:part>/drop/",
        finding_views.drop_finding,
        name="drop-finding",
    ),
    path("plan-imports/<int:pk>/<slug:step>/", views.step_import, name="step-import"),
]
