"""Addresses of the confirmation by the head of a unit."""

from django.urls import path

from reporting.views import confirming, following

urlpatterns = [
    path(
        "plans/<int:plan_pk>/head-confirmation/",
        following.set_head_confirmation,
        name="set-head-confirmation",
    ),
    path(
        "submissions/<int:pk>/confirmation/",
        confirming.confirm_submission,
        name="confirm-submission",
    ),
    path(
        "submissions/<int:pk>/confirmation/ask/",
        confirming.ask_confirmation,
        name="ask-confirmation",
    ),
    path(
        "submissions/<int:pk>/confirmation/withdraw/",
        confirming.withdraw_submission,
        name="withdraw-submission",
    ),
    path(
        "submissions/<int:pk>/confirmation/give/",
        confirming.give_confirmation,
        name="give-confirmation",
    ),
    path(
        "submissions/<int:pk>/confirmation/give-back/",
        confirming.give_back_submission,
        name="give-back-submission",
    ),
]
