"""URLs of the comments on an entry."""

from django.urls import path

from reporting.comments import views

urlpatterns = [
    path("entries/<int:pk>/comments/", views.comments, name="comments"),
    path("entries/<int:pk>/comments/add/", views.add_comment, name="add-comment"),
    path("entries/<int:pk>/comments/read/", views.read_comments, name="read-comments"),
]
