"""URLs of the extension pages."""

from django.urls import path

from reporting.extensions import views

urlpatterns = [
    path("extensions/", views.list_extensions, name="list-extensions"),
    path("extensions/<int:pk>/", views.extension, name="extension"),
    path("extensions/<int:pk>/grant/", views.grant_extension, name="grant-extension"),
    path("extensions/<int:pk>/refuse/", views.refuse_extension, name="refuse-extension"),
    path("extensions/<int:pk>/withdraw/", views.withdraw_extension, name="withdraw-extension"),
    path("assignments/<int:pk>/extension/ask/", views.request_extension, name="ask-extension"),
]
