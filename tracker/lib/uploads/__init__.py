"""Checks of uploads: the type is detected by content, and each file is opened to inspect it."""

from dataclasses import dataclass
from typing import BinaryIO

import filetype
from django.conf import settings

from tracker.lib.refusal import Refused
from tracker.lib.uploads import names, office, scanning

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}


@dataclass(frozen=True)
class Upload:
    """An accepted file: `stream` is the content to store, `text` its readable text.

    `old_encoding` names the encoding before Unicode that the text is written in; empty if none.
    """

    name: str
    media_type: str
    stream: BinaryIO
    text: str
    old_encoding: str = ""


def check(stream: BinaryIO, *, name: str, size: int) -> Upload:
    """Inspect the file and determine its type. Raises Refused with a sentence that names it."""
    name = names.clean(name)
    if size == 0:
        raise Refused(f"Tệp “{name}” rỗng (0 byte). Hãy kiểm tra và chọn lại.")
    if size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise Refused(
            f"Tệp “{name}” lớn hơn {settings.MAX_UPLOAD_MB} MB. "
            "Hãy giảm dung lượng hoặc chỉ ghi số, ký hiệu văn bản."
        )
    extension = names.allowed_extension(name)
    found = _extension_by_content(stream)
    if found == "heic":
        raise names.photograph_of_iphone(name)
    if found != extension:
        stream.seek(0)
        if office.is_locked(stream.read()):
            raise names.locked(name)
        raise Refused(
            f"Nội dung tệp “{name}” không phải là tệp {extension} hợp lệ "
            "(có thể đã đổi đuôi tệp, đặt mật khẩu hoặc tệp bị hỏng)."
        )
    scanning.check(stream, name=name)
    stream.seek(0)
    text = old_encoding = ""
    if extension == "pdf":
        from tracker.lib.uploads import pdf  # noqa: PLC0415 -- 5 MB that few processes need

        text, old_encoding = pdf.checked_text(stream, name=name)
    elif extension in ("docx", "xlsx"):
        text, old_encoding = office.checked_text(stream, name=name)
    else:
        from tracker.lib.uploads import images  # noqa: PLC0415 -- 3 MB

        stream = images.redrawn(stream, name=name, extension=extension)
    stream.seek(0)
    return Upload(
        name=name,
        media_type=_TYPES[extension],
        stream=stream,
        text=text,
        old_encoding=old_encoding,
    )


def _extension_by_content(stream: BinaryIO) -> str:
    """pdf, docx, xlsx, png, jpg or heic (which gets its own message); empty for other types."""
    stream.seek(0)
    kind = filetype.guess(stream.read(8192))
    if kind is None:
        return ""
    if kind.extension in ("zip", "docx", "xlsx", "pptx"):
        return office.extension_of(stream)
    return kind.extension if kind.extension in (*_TYPES, "heic") else ""
