"""URLs of urging."""

from django.urls import path

from reporting.urging import views

urlpatterns = [
    path("periods/<int:pk>/urge/", views.urge_units, name="urge-units"),
    path("assignments/<int:pk>/urge/", views.urge_task, name="urge-task"),
    path("units/<int:pk>/urgings/", views.list_urgings, name="list-urgings"),
]
