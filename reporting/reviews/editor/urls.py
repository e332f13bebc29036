"""URLs of the paper on screen."""

from django.urls import path

from reporting.reviews.editor import comment_views, views

urlpatterns = [
    path("reviews/<int:pk>/paper/", views.read_paper, name="read-paper"),
    path("reviews/<int:pk>/paper/changes/read/", views.read_changes, name="read-changes"),
    path("reviews/<int:pk>/block/", views.edit_block, name="edit-block"),
    path("reviews/<int:pk>/block/save/", views.save_block, name="save-block"),
    path("reviews/<int:pk>/block/step/", views.step_block, name="step-block"),
    path("reviews/<int:pk>/block/add/", views.add_block, name="add-block"),
    path("reviews/<int:pk>/block/quote/", views.take_feedback, name="take-feedback"),
    path("reviews/<int:pk>/comments/", comment_views.block_comments, name="block-comments"),
    path(
        "reviews/<int:pk>/comments/add/", comment_views.add_block_comment, name="add-block-comment"
    ),
    path(
        "reviews/<int:pk>/comments/resolve/",
        comment_views.resolve_block_comments,
        name="resolve-block-comments",
    ),
]
