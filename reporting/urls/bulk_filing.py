"""Addresses of one answer for many tasks."""

from django.urls import path

from reporting.views import bulk_filing

urlpatterns = [
    path(
        "submissions/<int:pk>/answers/preview/",
        bulk_filing.preview_answers,
        name="preview-answers",
    ),
    path("submissions/<int:pk>/answers/", bulk_filing.answer_many, name="answer-many"),
]
