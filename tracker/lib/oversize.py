"""Oversized uploads: their bytes are discarded on arrival, their names are kept."""

import contextlib
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])
_LIMIT = "most_upload_mb"


def takes_files_up_to(limit: Callable[[], int]) -> Callable[[View], View]:
    """Let a view take larger files than MAX_UPLOAD_MB: of so many MB. The outermost decorator."""

    def mark(view: View) -> View:
        view.__dict__[_LIMIT] = limit
        return view

    return mark


class DiscardTooLarge(FileUploadHandler):
    """Runs before the handlers that store files and passes them nothing past MAX_UPLOAD_MB.

    The request is read to its end, because a browser shows no response while it is sending. The
    form receives an empty file with the original name and size, and refuses it with a message.
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
        self.limit = self._most_mb() * 1024 * 1024
        self.is_too_large = False

    def _most_mb(self) -> int:
        limit = None
        with contextlib.suppress(Resolver404):
            if self.request:  # read before its view is looked up
                limit = getattr(resolve(self.request.path_info).func, _LIMIT, None)
        return int(limit() if limit else settings.MAX_UPLOAD_MB)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.is_too_large and start + len(raw_data) > self.limit:
            self.is_too_large = True
            for handler in self.request.upload_handlers if self.request else ():
                handler.upload_interrupted()  # frees the bytes stored so far
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if not self.is_too_large:
            return None
        return UploadedFile(
            file=BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size
        )


def refuse_huge_requests(get_response: GetResponse) -> GetResponse:
    """Refuse a request whose declared length exceeds MAX_REQUEST_MB before reading it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_REQUEST_MB * 1024 * 1024:
            context = {"limit": settings.MAX_REQUEST_MB}
            return render(request, "errors/413.html", context, status=413)
        return get_response(request)

    return middleware
