"""Addresses of the filing pages."""

from django.urls import path

from reporting.views import entry_changes, filing, filing_changes

urlpatterns = [
    path("submissions/", filing.list_submissions, name="list-submissions"),
    path(
        "periods/<int:period_pk>/units/<int:unit_pk>/start/",
        filing.start_submission,
        name="start-submission",
    ),
    path("submissions/<int:pk>/", filing.file_submission, name="file-submission"),
    path("submissions/<int:pk>/changes/", filing_changes.list_changes, name="list-changes"),
    path("entries/<int:pk>/section/", filing_changes.show_section, name="show-section"),
    path("submissions/<int:pk>/send/", filing.send_submission, name="send-submission"),
    path("entries/<int:pk>/save/", filing.save_entry, name="save-entry"),
    path("entries/<int:pk>/answer/", filing.answer_entry, name="answer-entry"),
    path("entries/<int:pk>/take-back/", filing.take_back_entry, name="take-back-entry"),
    path("entries/<int:pk>/changes/", entry_changes.entry_changes, name="entry-changes"),
]
