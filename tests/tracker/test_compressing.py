"""Pages are compressed, downloads are not."""

import gzip

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from tracker.lib.middleware import CompressText

LONG = "Nhiệm vụ đang thực hiện. " * 100


def _response(response):
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return CompressText(lambda request: response)(request)


def test_a_page_is_compressed():
    response = _response(HttpResponse(LONG))

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == LONG


def test_a_download_is_not_compressed():
    response = _response(StreamingHttpResponse([LONG.encode()], content_type="application/pdf"))

    assert "Content-Encoding" not in response
    assert b"".join(response.streaming_content).decode() == LONG


def test_two_responses_of_the_same_text_differ_in_length():
    lengths = {len(_response(HttpResponse(LONG)).content) for _ in range(30)}

    assert len(lengths) > 1
