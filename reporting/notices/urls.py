"""URLs of notices and of the ledger of mails."""

from django.urls import path

from reporting.notices import views

urlpatterns = [
    path("notices/", views.list_notices, name="list-notices"),
    path("notices/read/", views.read_notices, name="read-notices"),
    path("notices/settings/", views.edit_notice_settings, name="notice-settings"),
    path("notices/<int:pk>/open/", views.open_notice, name="open-notice"),
    path("mails/", views.list_mails, name="list-mails"),
]
