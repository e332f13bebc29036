"""URLs of the verification pages."""

from django.urls import path

from reporting.verification import views

urlpatterns = [
    path("review/", views.review_queue, name="review-queue"),
    path("review/accept/", views.accept_entries, name="accept-entries"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("entries/<int:pk>/accept/", views.accept_entry, name="accept-entry"),
    path("entries/<int:pk>/send-back/", views.send_back_entry, name="send-back-entry"),
]
