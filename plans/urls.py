"""Addresses of `plans`."""

from django.urls import path

from plans.views import assignments, bodies, documents, grid, indicators, plans, sample, set_up

app_name = "plans"
urlpatterns = [
    path("plans/", plans.list_plans, name="list-plans"),
    path("plans/sample/", sample.load_sample, name="load-sample"),
    path("plans/<int:pk>/grid/", grid.assignment_grid, name="assignment-grid"),
    path("plans/<int:pk>/grid/cell/", grid.set_cell, name="set-cell"),
    path("plans/<int:pk>/grid/confirm/", grid.confirm_assignments, name="confirm-assignments"),
    path("tasks/<int:pk>/assignments/", assignments.edit_assignments, name="edit-assignments"),
    path("tasks/<int:pk>/settings/<slug:change>/", assignments.change_task, name="change-task"),
    path("tasks/<int:pk>/deadlines/", assignments.set_deadlines, name="set-deadlines"),
    path("assignments/<int:pk>/", assignments.edit_assignment, name="edit-assignment"),
    path(
        "assignments/<int:pk>/<slug:step>/",
        assignments.change_assignment,
        name="change-assignment",
    ),
    path("tasks/<int:pk>/indicators/", indicators.list_indicators, name="list-indicators"),
    path("tasks/<int:pk>/indicators/add/", indicators.add_indicator, name="add-indicator"),
    path("indicators/<int:pk>/", indicators.edit_indicator, name="edit-indicator"),
    path("indicators/<int:pk>/retire/", indicators.retire_indicator, name="retire-indicator"),
    path("indicators/<int:pk>/revive/", indicators.revive_indicator, name="revive-indicator"),
    path("bodies/", bodies.list_bodies, name="list-bodies"),
    path("bodies/add/", bodies.add_body, name="add-body"),
    path("bodies/<int:pk>/", bodies.edit_body, name="edit-body"),
    path("bodies/<int:pk>/successor/", bodies.succeed_body, name="succeed-body"),
    path("bodies/<int:pk>/capacities/add/", bodies.add_capacity, name="add-capacity"),
    path("capacities/<int:pk>/", bodies.edit_capacity, name="edit-capacity"),
    path("set-up/", set_up.set_up, name="set-up"),
    path("set-up/first/", set_up.begin, name="begin"),
    path("documents/", documents.list_documents, name="list-documents"),
    path("documents/add/", documents.add_document, name="add-document"),
    path("documents/<int:pk>/", documents.edit_document, name="edit-document"),
]
