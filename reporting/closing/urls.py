"""Addresses of the closing and archiving of a plan."""

from django.urls import path

from reporting.closing import views

urlpatterns = [
    path("plans/<int:pk>/close/", views.close_plan, name="close-plan"),
    path("plans/<int:pk>/reopen/", views.reopen_plan, name="reopen-plan"),
    path("plans/<int:pk>/archive/", views.archive_plan, name="archive-plan"),
    path("plans/<int:pk>/unarchive/", views.unarchive_plan, name="unarchive-plan"),
]
