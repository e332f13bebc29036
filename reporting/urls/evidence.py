"""Addresses of evidence."""

from django.urls import path

from reporting.views import evidence, evidence_files

urlpatterns = [
    path("entries/<int:pk>/evidence/", evidence.add_evidence, name="add-evidence"),
    path("evidence/<int:pk>/edit/", evidence.edit_evidence, name="edit-evidence"),
    path("evidence/<int:pk>/remove/", evidence.remove_evidence, name="remove-evidence"),
    path("evidence/<int:pk>/file/", evidence_files.download_evidence, name="download-evidence"),
    path("evidence/<int:pk>/view/", evidence_files.view_evidence, name="view-evidence"),
]
