"""An oversized request fills neither memory nor disk, and gets a response."""

import io
import re
import tracemalloc
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse

from tests.product import ROOT

MB = 1024 * 1024
HEAD = (
    b'--x\r\nContent-Disposition: form-data; name="number"\r\n\r\n15/KH\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n'
)
NEXT = b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="b.pdf"\r\n\r\nnho'


class Body(io.RawIOBase):
    """A stream of parts that are generated as they are read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.parts, self.rest = parts, b""

    def read(self, size: int = -1) -> bytes:
        self.rest = self.rest or next(self.parts, b"")
        part, self.rest = self.rest[:size], self.rest[size:]
        return part


def _request(name: str, num_mb: int, after: bytes = b"") -> WSGIRequest:
    head, tail = HEAD % name.encode(), after + b"\r\n--x--\r\n"

    def parts() -> Iterator[bytes]:
        yield head
        for _ in range(num_mb * 16):
            yield b"\0" * 65_536
        yield tail

    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(len(head) + num_mb * MB + len(tail)),
            "wsgi.input": Body(parts()),
        }
    )


@pytest.fixture(autouse=True)
def temporary(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.MAX_UPLOAD_MB = 20
    return tmp_path


def test_a_file_of_100_mb_keeps_its_name_and_size_but_not_its_bytes(temporary):
    request = _request("Báo cáo.pdf", 100)
    tracemalloc.start()

    file = request.FILES["file"]

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (file.name, file.size, file.read()) == ("Báo cáo.pdf", 100 * MB, b"")
    assert request.POST["number"] == "15/KH"
    assert peak < 8 * MB
    assert list(temporary.iterdir()) == []


def test_the_file_after_an_oversized_one_is_complete(temporary):
    request = _request("to.pdf", 21, after=NEXT)

    large, small = request.FILES.getlist("file")

    assert (large.name, large.size) == ("to.pdf", 21 * MB)
    assert (small.name, small.read()) == ("b.pdf", b"nho")
    small.close()


def test_a_file_of_exactly_the_limit_is_complete():
    request = _request("vừa.pdf", 20)

    file = request.FILES["file"]

    assert (file.size, len(file.read())) == (20 * MB, 20 * MB)
    file.close()


# The foot of the page names the office
@pytest.mark.django_db
def test_a_request_declared_too_large_is_refused_unread(client):
    response = client.generic(
        "POST",
        reverse("units:log-in"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(settings.MAX_REQUEST_MB * MB + 1),
    )

    assert response.status_code == 413
    assert f"không quá {settings.MAX_REQUEST_MB} MB" in response.content.decode()


def test_the_proxy_and_the_product_agree_on_the_largest_request():
    limit = re.search(r"max_size (\d+)MB", (ROOT / "Caddyfile").read_text())

    assert limit
    assert int(limit.group(1)) == settings.MAX_REQUEST_MB


@pytest.mark.django_db
def test_too_many_files_are_answered_in_vietnamese(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [io.BytesIO(b"x") for _ in range(3)]
    for number, file in enumerate(files):
        file.name = f"{number}.pdf"

    response = client.post(reverse("units:log-in"), {"file": files})

    assert response.status_code == 400
    assert "quá nhiều tệp" in response.content.decode()
