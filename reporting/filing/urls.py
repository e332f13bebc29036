"""URLs of filing: the page, its evidence, answers for many tasks, confirmation by the head."""

from django.urls import path

from reporting.filing import (
    bulk_views,
    change_views,
    confirmation_views,
    evidence_views,
    version_views,
    views,
)

page_urls = [
    path("submissions/", views.list_submissions, name="list-submissions"),
    path(
        "periods/<int:period_pk>/units/<int:unit_pk>/start/",
        views.start_submission,
        name="start-submission",
    ),
    path("submissions/<int:pk>/", views.file_submission, name="file-submission"),
    path("submissions/<int:pk>/changes/", change_views.list_changes, name="list-changes"),
    path("entries/<int:pk>/section/", change_views.show_section, name="show-section"),
    path("submissions/<int:pk>/send/", views.send_submission, name="send-submission"),
    path("entries/<int:pk>/save/", views.save_entry, name="save-entry"),
    path("entries/<int:pk>/answer/", views.answer_entry, name="answer-entry"),
    path("entries/<int:pk>/take-in/", views.take_in_contribution, name="take-in-contribution"),
    path("entries/<int:pk>/take-back/", views.take_back_entry, name="take-back-entry"),
]

bulk_urls = [
    path(
        "submissions/<int:pk>/answers/preview/",
        bulk_views.preview_answers,
        name="preview-answers",
    ),
    path("submissions/<int:pk>/answers/", bulk_views.answer_many, name="answer-many"),
]

version_urls = [
    path("entries/<int:pk>/versions/", version_views.list_versions, name="list-versions"),
    path("versions/<int:pk>/restore/", version_views.restore_version, name="restore-version"),
    path("submissions/<int:pk>/answers/undo/", version_views.undo_answers, name="undo-answers"),
]

evidence_urls = [
    path("entries/<int:pk>/evidence/", evidence_views.add_evidence, name="add-evidence"),
    path("evidence/<int:pk>/edit/", evidence_views.edit_evidence, name="edit-evidence"),
    path("evidence/<int:pk>/remove/", evidence_views.remove_evidence, name="remove-evidence"),
]

confirmation_urls = [
    path(
        "submissions/<int:pk>/confirmation/",
        confirmation_views.confirm_submission,
        name="confirm-submission",
    ),
    path(
        "submissions/<int:pk>/confirmation/ask/",
        confirmation_views.ask_confirmation,
        name="ask-confirmation",
    ),
    path(
        "submissions/<int:pk>/confirmation/withdraw/",
        confirmation_views.withdraw_submission,
        name="withdraw-submission",
    ),
    path(
        "submissions/<int:pk>/confirmation/give/",
        confirmation_views.give_confirmation,
        name="give-confirmation",
    ),
    path(
        "submissions/<int:pk>/confirmation/give-back/",
        confirmation_views.give_back_submission,
        name="give-back-submission",
    ),
]

urlpatterns = [*page_urls, *bulk_urls, *version_urls, *evidence_urls, *confirmation_urls]
