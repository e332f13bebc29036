"""Addresses of the reviewing pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
