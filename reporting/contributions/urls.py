"""URLs of contributions."""

from django.urls import path

from reporting.contributions import views

urlpatterns = [
    path("contributions/", views.list_contributions, name="list-contributions"),
    path("contributions/<int:pk>/", views.contribution, name="contribution"),
    path(
        "contributions/<int:pk>/take-back/",
        views.take_back_contribution,
        name="take-back-contribution",
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
