"""URLs over all plans: their list, the chooser of the bar, who is late."""

from django.urls import path

from reporting.portfolio import views

urlpatterns = [
    path("plans/", views.list_plans, name="list-plans"),
    path("plans/sheet/", views.download_plans, name="download-plans"),
    path("plans/late/", views.list_late, name="list-late"),
    path("plans/choose/", views.choose_plan, name="choose-plan"),
]
