"""URLs of indicators for readers."""

from django.urls import path

from reporting.indicators import views

urlpatterns = [path("indicators/<int:pk>/trend/", views.indicator, name="indicator")]
