"""Addresses of the verification pages."""

from django.urls import path

from reporting.views import reviewing

urlpatterns = [
    path("review/", reviewing.review_queue, name="review-queue"),
    path("review/accept/", reviewing.accept_entries, name="accept-entries"),
    path("entries/<int:pk>/", reviewing.entry, name="entry"),
    path("entries/<int:pk>/accept/", reviewing.accept_entry, name="accept-entry"),
    path("entries/<int:pk>/send-back/", reviewing.send_back_entry, name="send-back-entry"),
]
