"""Addresses of what unit and office say to each other about an entry."""

from django.urls import path

from reporting.views import comments

urlpatterns = [
    path("entries/<int:pk>/comments/", comments.comments, name="comments"),
    path("entries/<int:pk>/comments/add/", comments.add_comment, name="add-comment"),
    path("entries/<int:pk>/comments/read/", comments.read_comments, name="read-comments"),
]
