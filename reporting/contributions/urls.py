"""URLs of contributions."""

from django.urls import path

from reporting.contributions import head_views, views

urlpatterns = [
    path("contributions/", views.list_contributions, name="list-contributions"),
    path("contributions/<int:pk>/", views.contribution, name="contribution"),
    path(
        "contributions/<int:pk>/take-back/",
        views.take_back_contribution,
        name="take-back-contribution",
    ),
    path(
        "contributions/<int:pk>/withdraw/",
        head_views.withdraw_contribution,
        name="withdraw-contribution",
    ),
    path(
        "contributions/<int:pk>/confirm/",
        head_views.confirm_contribution,
        name="confirm-contribution",
    ),
    path(
        "contributions/<int:pk>/give-back/",
        head_views.give_back_contribution,
        name="give-back-contribution",
    ),
    path(
        "periods/<int:period_pk>/assignments/<int:pk>/contribution/",
        views.write_contribution,
        name="write-contribution",
    ),
    path(
        "contribution-evidence/<int:pk>/file/",
        views.download_contribution_evidence,
        name="download-contribution-evidence",
    ),
]
