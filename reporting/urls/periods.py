"""Addresses of the period pages."""

from django.urls import path

from reporting.views import periods

urlpatterns = [
    path("plans/<int:plan_pk>/periods/", periods.list_periods, name="list-periods"),
    path("plans/<int:plan_pk>/periods/add/", periods.add_period, name="add-period"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/edit/", periods.edit_period, name="edit-period"),
    path("periods/<int:pk>/open/", periods.open_period, name="open-period"),
    path("periods/<int:pk>/close/", periods.close_period, name="close-period"),
    path("periods/<int:pk>/reopen/", periods.reopen_period, name="reopen-period"),
]
