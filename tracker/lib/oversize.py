"""Uploads that are too large: their bytes are thrown away as they come, their name is kept."""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]


class DiscardTooLarge(FileUploadHandler):
    """Stands before the handlers that keep files; past MAX_UPLOAD_MB they get nothing more.

    The request is read to its end, for a browser shows no answer to what it is still sending.
    Such a file reaches the form empty, under its name and with the size it had, and is refused
    in words there.
    """

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        super().new_file(
            field_name, file_name, content_type, content_length, charset, content_type_extra
        )
        self.limit = settings.MAX_UPLOAD_MB * 1024 * 1024
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.is_too_large and start + len(raw_data) > self.limit:
            self.is_too_large = True
            for handler in self.request.upload_handlers if self.request else ():
                handler.upload_interrupted()  # what they kept so far is let go at once
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if not self.is_too_large:
            return None
        return UploadedFile(
            file=BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size
        )


def refuse_huge_requests(get_response: GetResponse) -> GetResponse:
    """Refuse what says it is larger than MAX_REQUEST_MB before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_REQUEST_MB * 1024 * 1024:
            context = {"limit": settings.MAX_REQUEST_MB}
            return render(request, "errors/413.html", context, status=413)
        return get_response(request)

    return middleware
