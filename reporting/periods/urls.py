"""URLs of the period pages."""

from django.urls import path

from reporting.periods import adjusting_views, rule_views, step_views, views

urlpatterns = [
    path(
        "plans/<int:plan_pk>/head-confirmation/",
        rule_views.set_head_confirmation,
        name="set-head-confirmation",
    ),
    path(
        "plans/<int:plan_pk>/contribution-rule/",
        rule_views.set_contribution_rule,
        name="set-contribution-rule",
    ),
    path("plans/<int:plan_pk>/periods/", views.list_periods, name="list-periods"),
    path("plans/<int:plan_pk>/periods/add/", views.add_period, name="add-period"),
    path("periods/<int:pk>/", views.period, name="period"),
    path("periods/<int:pk>/edit/", views.edit_period, name="edit-period"),
    path("periods/<int:pk>/open/", step_views.open_period, name="open-period"),
    path("periods/<int:pk>/close/", step_views.close_period, name="close-period"),
    path("periods/<int:pk>/reopen/", step_views.reopen_period, name="reopen-period"),
    path("periods/<int:pk>/adjust/", adjusting_views.adjust_period, name="adjust-period"),
    path(
        "periods/<int:period_pk>/adjustments/<int:pk>/remove/",
        adjusting_views.remove_adjustment,
        name="remove-adjustment",
    ),
]
