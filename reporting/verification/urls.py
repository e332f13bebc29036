"""URLs of the verification pages."""

from django.urls import path, re_path

from reporting.verification import views
from tracker.lib.moved import moved

urlpatterns = [
    path("verification/", views.verification_queue, name="verification-queue"),
    path("verification/accept/", views.accept_entries, name="accept-entries"),
    path("verification/undo/", views.undo_acceptance, name="undo-acceptance"),
    re_path(r"^review/", moved("review", "verification"), name="moved-verification-queue"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("entries/<int:pk>/accept/", views.accept_entry, name="accept-entry"),
    path(
        "entries/<int:pk>/take-acceptance-back/",
        views.take_acceptance_back,
        name="take-acceptance-back",
    ),
    path("entries/<int:pk>/send-back/", views.send_back_entry, name="send-back-entry"),
]
