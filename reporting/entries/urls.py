"""URLs of the changes of one entry, and of steps of an assignment."""

from django.urls import path

from reporting.entries import assignment_views, views

urlpatterns = [
    path("entries/<int:pk>/changes/", views.entry_changes, name="entry-changes"),
    path(
        "assignments/<int:pk>/transfer/",
        assignment_views.transfer_assignment,
        name="transfer-assignment",
    ),
    path(
        "assignments/<int:pk>/first-day/",
        assignment_views.set_first_day,
        name="set-first-day",
    ),
]
