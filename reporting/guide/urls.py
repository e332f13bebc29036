"""Addresses of the guide."""

from django.urls import path

from reporting.guide import views

urlpatterns = [
    path("guide/", views.guide, name="guide"),
    path("guide/log-in/", views.log_in_guide, name="log-in-guide"),
    path("guide/<slug:slug>/", views.guide_page, name="guide-page"),
]
