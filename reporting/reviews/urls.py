"""URLs of the review pages."""

from django.urls import path, re_path

from reporting.reviews import annex_views, schedule_views, step_views, views
from reporting.reviews.downloads import views as download_views
from reporting.reviews.drafts import views as draft_views
from reporting.reviews.editor import urls as editor
from reporting.reviews.examples import views as example_views
from reporting.reviews.issued_files import views as issued_file_views
from reporting.reviews.skeleton_editor import urls as skeleton_editor
from reporting.reviews.tracing import views as tracing_views
from tracker.lib.moved import moved

to_review = moved("reports", "reviews")

urlpatterns = [
    *editor.urlpatterns,
    *skeleton_editor.urlpatterns,
    path("plans/<int:plan_pk>/reviews/", views.list_reviews, name="list-reviews"),
    path("plans/<int:plan_pk>/reviews/add/", views.request_review, name="request-review"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("reviews/<int:pk>/status/", views.review_status, name="review-status"),
    path("reviews/<int:pk>/sources/<str:place>/", tracing_views.trace_figure, name="trace-figure"),
    path("reviews/<int:pk>/pdf/", views.download_review, name="download-review"),
    path("reviews/<int:pk>/xlsx/", annex_views.download_annexes, name="download-annexes"),
    path("reviews/<int:pk>/title/", step_views.retitle_review, name="retitle-review"),
    path("reviews/<int:pk>/word/", views.download_word, name="download-review-word"),
    path("reviews/<int:pk>/downloads/", download_views.list_downloads, name="list-downloads"),
    path("reviews/<int:pk>/compile/", step_views.compile_again, name="compile-again"),
    path("reviews/<int:pk>/retry/", step_views.retry_review, name="retry-review"),
    path("reviews/<int:pk>/head/", step_views.choose_head, name="choose-head"),
    path("reviews/<int:pk>/cancel/", step_views.cancel_review, name="cancel-review"),
    path("reviews/<int:pk>/drop/", step_views.drop_review, name="drop-review"),
    path("reviews/<int:pk>/issue/", step_views.issue_review, name="issue-review"),
    path("reviews/<int:pk>/evidence/", step_views.file_review, name="file-review"),
    path("reviews/<int:pk>/correct/", step_views.correct_review, name="correct-review"),
    path("reviews/<int:pk>/drafts/", draft_views.list_drafts, name="list-drafts"),
    path("reviews/<int:pk>/drafts/compare/", draft_views.compare_drafts, name="compare-drafts"),
    path(
        "drafts/<int:pk>/pdf/",
        draft_views.download_draft,
        {"ending": "pdf"},
        name="download-draft",
    ),
    path(
        "drafts/<int:pk>/word/",
        draft_views.download_draft,
        {"ending": "docx"},
        name="download-draft-word",
    ),
    path(
        "reviews/<int:pk>/issued-files/add/",
        issued_file_views.add_issued_file,
        name="add-issued-file",
    ),
    path(
        "issued-files/<int:pk>/file/",
        issued_file_views.download_issued_file,
        name="download-issued-file",
    ),
    path("reviews/<int:pk>/paper/pdf/", issued_file_views.download_paper, name="download-paper"),
    path("plans/<int:plan_pk>/schedules/", schedule_views.list_schedules, name="list-schedules"),
    path("plans/<int:plan_pk>/schedules/add/", schedule_views.add_schedule, name="add-schedule"),
    path("plans/<int:plan_pk>/examples/", example_views.list_examples, name="list-examples"),
    path("entries/<int:pk>/example/pick/", example_views.pick_example, name="pick-example"),
    path("entries/<int:pk>/example/drop/", example_views.drop_example, name="drop-example"),
    path("entries/<int:pk>/example/move/", example_views.move_example, name="move-example"),
    re_path(r"^plans/\d+/reports/", to_review, name="moved-reviews"),
    re_path(r"^reports/\d+/", to_review, name="moved-review"),
    path("schedules/<int:pk>/", schedule_views.edit_schedule, name="edit-schedule"),
]
