"""Addresses of the periods pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
