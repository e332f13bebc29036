"""URLs of the changes of one entry and of the transfer of results."""

from django.urls import path

from reporting.entries import succession_views, views

urlpatterns = [
    path("entries/<int:pk>/changes/", views.entry_changes, name="entry-changes"),
    path(
        "assignments/<int:pk>/transfer/",
        succession_views.transfer_assignment,
        name="transfer-assignment",
    ),
]
