"""Addresses of the Excel round trip."""

from django.urls import path

from reporting.views import sheets

urlpatterns = [
    path("submissions/<int:pk>/sheet/", sheets.download_sheet, name="download-sheet"),
    path("submissions/<int:pk>/sheet/upload/", sheets.upload_sheet, name="upload-sheet"),
    path("sheet-imports/<int:pk>/", sheets.sheet_import, name="sheet-import"),
    path("sheet-imports/<int:pk>/confirm/", sheets.confirm_sheet, name="confirm-sheet"),
    path("sheet-imports/<int:pk>/discard/", sheets.discard_sheet, name="discard-sheet"),
]
