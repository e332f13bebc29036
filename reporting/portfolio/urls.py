"""URLs over all plans: their list, the chooser of the bar, who is late."""

from django.urls import path

from reporting.portfolio import views

urlpatterns = [
    path("plans/choose/", views.choose_plan, name="choose-plan"),
]
