"""URLs of the register."""

from django.urls import path

from reporting.register import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/sheet/", views.download_register, name="download-register"),
    path("register/check/", views.check_file, name="check-file"),
    path("reviews/<int:pk>/withdraw/", views.withdraw_review, name="withdraw-review"),
    path("register/terms/add/", views.add_term, name="add-term"),
    path("register/terms/<int:pk>/", views.edit_term, name="edit-term"),
]
