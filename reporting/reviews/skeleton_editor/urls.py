"""URLs of the skeletons of a plan's reviews."""

from django.urls import path

from reporting.reviews.skeleton_editor import views

_SKELETON = "plans/<int:plan_pk>/skeletons/<str:kind>/"

urlpatterns = [
    path(_SKELETON, views.skeleton, name="skeleton"),
    path(f"{_SKELETON}add/", views.add_skeleton_section, name="add-skeleton-section"),
    path(f"{_SKELETON}reset/", views.reset_skeleton, name="reset-skeleton"),
    path(
        f"{_SKELETON}sections/<str:key>/", views.edit_skeleton_section, name="edit-skeleton-section"
    ),
    path(
        f"{_SKELETON}sections/<str:key>/step/",
        views.step_skeleton_section,
        name="step-skeleton-section",
    ),
]
