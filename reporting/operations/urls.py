"""URLs for monitoring, for certificates and for backups."""

from django.urls import path

from reporting.operations import backup_views, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("root-certificate/", views.root_certificate, name="root-certificate"),
    path("backups/", backup_views.list_backups, name="list-backups"),
    path("backups/make/", backup_views.make_backup, name="make-backup"),
    path("backups/key/", backup_views.download_backup_key, name="download-backup-key"),
    path("backups/<str:name>", backup_views.download_backup, name="download-backup"),
]
