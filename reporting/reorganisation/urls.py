"""Addresses of reorganisations."""

from django.urls import path

from reporting.reorganisation import step_views, views

urlpatterns = [
    path("reorganisations/", views.list_reorganisations, name="list-reorganisations"),
    path("reorganisations/add/", views.add_reorganisation, name="add-reorganisation"),
    path("reorganisations/<int:pk>/", views.reorganisation, name="reorganisation"),
    path("reorganisations/<int:pk>/edit/", views.edit_reorganisation, name="edit-reorganisation"),
    path("reorganisations/<int:pk>/confirm/", views.confirm, name="confirm-reorganisation"),
    path(
        "reorganisations/<int:pk>/units/<int:unit_pk>/",
        views.ending_unit,
        name="reorganised-unit",
    ),
    path("reorganisations/<int:pk>/choose/", step_views.choose, name="choose-successors"),
    path("reorganisations/<int:pk>/decide/", step_views.decide_many, name="decide-many"),
    path("reorganisations/<int:pk>/place/", step_views.place_many, name="place-many"),
    path("reorganisations/<int:pk>/rehearse/", step_views.rehearse, name="rehearse-reorganisation"),
    path("reorganisations/<int:pk>/carry-out/", step_views.carry_out, name="carry-out"),
    path("reorganisations/<int:pk>/undo/", step_views.undo, name="undo-reorganisation"),
    path("reorganisations/<int:pk>/discard/", step_views.discard, name="discard-reorganisation"),
]
