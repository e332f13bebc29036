"""URLs of the files of evidence. Those that edit evidence belong to the filing page."""

from django.urls import path

from reporting.evidence import views

urlpatterns = [
    path("evidence/<int:pk>/file/", views.download_evidence, name="download-evidence"),
    path("evidence/<int:pk>/view/", views.view_evidence, name="view-evidence"),
]
