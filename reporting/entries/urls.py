"""URLs of the changes of one entry."""

from django.urls import path

from reporting.entries import views

urlpatterns = [
    path("entries/<int:pk>/changes/", views.entry_changes, name="entry-changes"),
]
