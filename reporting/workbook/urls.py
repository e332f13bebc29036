"""URLs of the Excel round trip."""

from django.urls import path

from reporting.workbook import views

urlpatterns = [
    path("submissions/<int:pk>/sheet/", views.download_sheet, name="download-sheet"),
    path("submissions/<int:pk>/sheet/upload/", views.upload_sheet, name="upload-sheet"),
    path("sheet-imports/<int:pk>/", views.sheet_import, name="sheet-import"),
    path("sheet-imports/<int:pk>/confirm/", views.confirm_sheet, name="confirm-sheet"),
    path("sheet-imports/<int:pk>/discard/", views.discard_sheet, name="discard-sheet"),
]
