"""Addresses of the closing of a plan."""

from django.urls import path

from reporting.closing import views

urlpatterns = [
    path("plans/<int:pk>/close/", views.close_plan, name="close-plan"),
    path("plans/<int:pk>/reopen/", views.reopen_plan, name="reopen-plan"),
]
