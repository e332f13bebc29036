"""Addresses of the pages of extensions."""

from django.urls import path

from reporting.views import extensions

urlpatterns = [
    path("extensions/", extensions.list_extensions, name="list-extensions"),
    path("extensions/<int:pk>/", extensions.extension, name="extension"),
    path("extensions/<int:pk>/grant/", extensions.grant_extension, name="grant-extension"),
    path("extensions/<int:pk>/refuse/", extensions.refuse_extension, name="refuse-extension"),
    path("extensions/<int:pk>/withdraw/", extensions.withdraw_extension, name="withdraw-extension"),
    path("assignments/<int:pk>/extension/ask/", extensions.ask_extension, name="ask-extension"),
]
