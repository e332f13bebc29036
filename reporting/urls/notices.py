"""Addresses of notices and of the ledger of mails."""

from django.urls import path

from reporting.views import notices

urlpatterns = [
    path("notices/", notices.list_notices, name="list-notices"),
    path("notices/read/", notices.read_notices, name="read-notices"),
    path("notices/settings/", notices.edit_notice_settings, name="notice-settings"),
    path("notices/<int:pk>/open/", notices.open_notice, name="open-notice"),
    path("mails/", notices.list_mails, name="list-mails"),
]
